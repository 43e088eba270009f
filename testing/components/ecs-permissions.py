"""ecs-permissions.py FOLDER -- hold runwhy.yaml, policy.json and README.md of FOLDER to each other: the bridge may do the same
in the template and in the policy, nothing of it writes, and the README says what each action is for. Needs cfn-lint."""

import json
import sys
from pathlib import Path

from cfnlint.decode import cfn_yaml

# All that the bridge may ever do: read, and take messages off its queue.
ALLOWED = {
    "ecs:ListTasks", "ecs:DescribeTasks", "ecs:DescribeContainerInstances", "ecs:DescribeTaskDefinition",
    "logs:GetLogEvents", "logs:DescribeLogStreams",
    "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes",
}  # fmt: skip
# What others of the template may do: ECS for itself, EventBridge.
OTHERS = {
    "ExecutionRole": {
        "sts:AssumeRole", "ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer",
        "ecr:BatchGetImage", "logs:CreateLogStream", "logs:PutLogEvents",
    },
    "TaskRole": {"sts:AssumeRole"},
    "QueuePolicy": {"sqs:SendMessage"},
}  # fmt: skip
# AWS has neither resources nor conditions for these.
FOR_ALL_RESOURCES = {"ecs:DescribeTaskDefinition"}


def statements(node):
    """Every statement below a node, whatever condition it hangs on."""
    if isinstance(node, dict):
        if "Effect" in node:
            yield node
        for value in node.values():
            yield from statements(value)
    elif isinstance(node, list):
        for value in node:
            yield from statements(value)


def actions(statement):
    named = statement.get("Action", [])
    return {named} if isinstance(named, str) else set(named)


def every_action(node):
    return set().union(*(actions(s) for s in statements(node)))


def check_bridge(where, node):
    """Problems of the statements that are the bridge's."""
    for s in statements(node):
        for odd in sorted({"NotAction", "NotResource"} & set(s)):
            yield f"{where}: {odd} allows what nobody listed"
        if s["Effect"] != "Allow" or not actions(s):
            yield f"{where}: every statement allows actions, {s.get('Sid', 'one')} does not"
        if s.get("Resource", "*") in ("*", ["*"]) and "Condition" not in s and not actions(s) <= FOR_ALL_RESOURCES:
            yield f"{where}: {', '.join(sorted(actions(s)))} is allowed on every resource without a condition"
    for action in sorted(every_action(node) - ALLOWED):
        yield f"{where}: {action} is not among what the bridge may ever do"


def check(folder):
    template = cfn_yaml.load(str(folder / "runwhy.yaml"))["Resources"]
    policy = json.loads((folder / "policy.json").read_text("utf-8"))
    readme = (folder / "README.md").read_text("utf-8")

    bridge = template["BridgePolicy"]["Properties"]
    yield from check_bridge("runwhy.yaml, BridgePolicy", bridge)
    yield from check_bridge("policy.json", policy)
    of_template, of_policy = every_action(bridge), every_action(policy)
    for action in sorted(of_template - of_policy):
        yield f"policy.json: {action} is missing, runwhy.yaml allows it"
    for action in sorted(of_policy - of_template):
        yield f"runwhy.yaml, BridgePolicy: {action} is missing, policy.json allows it"
    for action in sorted(of_template | of_policy):
        if f"`{action}`" not in readme:
            yield f"README.md: it does not say what is lost without {action}"

    attached = template["TaskRole"]["Properties"].get("ManagedPolicyArns")
    if attached != [{"Ref": "BridgePolicy"}]:
        yield f"runwhy.yaml, TaskRole: it has BridgePolicy and no other, not {attached}"
    for name, resource in template.items():
        if name != "BridgePolicy":
            for action in sorted(every_action(resource) - OTHERS.get(name, set())):
                yield f"runwhy.yaml, {name}: {action} is not expected there"
        if "ManagedPolicyArns" in resource.get("Properties", {}) and name != "TaskRole":
            yield f"runwhy.yaml, {name}: managed policies are not expected there"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: ecs-permissions.py FOLDER")
    folder = Path(sys.argv[1])
    problems = list(check(folder))
    for problem in problems:
        print(f"ecs-permissions.py: {problem}", file=sys.stderr)
    if problems:
        sys.exit(1)
    count = len(every_action(json.loads((folder / "policy.json").read_text("utf-8"))))
    print(f"permissions: template, policy and README have the same {count} actions, and no other is allowed")
