#!/usr/bin/env bash
# kueue.sh OUT -- Jobs that Kueue holds back or takes back, in a cluster where Kueue runs with the ClusterQueue "team"
# (1 CPU) and the LocalQueue default/team; saved as OUT/NAME.json (Job, Workload, pods, their events).
set -uo pipefail
OUT=$(mkdir -p "$1" && cd "$1" && pwd)
CLEAN='del(.. | .managedFields?) | del(.items[].status.hostIP, .items[].status.hostIPs, .items[].status.podIP, .items[].status.podIPs)'
job() { cat <<Y | kubectl apply -f - >/dev/null
apiVersion: batch/v1
kind: Job
metadata: {name: $1, namespace: default, labels: {kueue.x-k8s.io/queue-name: $2${4:+, kueue.x-k8s.io/priority-class: $4}}}
spec: {backoffLimit: 0, suspend: true, template: {spec: {restartPolicy: Never, terminationGracePeriodSeconds: 2, containers: [{name: main, image: "busybox:1.35", command: [sh, -c, "trap 'exit 0' TERM; sleep 600 & wait"], resources: {requests: {cpu: "$3", memory: 16Mi}}}]}}}
Y
}
snap() { local n=$1 tmp; tmp=$(mktemp -d)
  kubectl get job "$n" -o json > "$tmp/1.json"; kubectl get pods -l job-name="$n" -o json > "$tmp/2.json"
  kubectl get workloads.kueue.x-k8s.io -o json | jq --arg n "$n" '.items |= map(select(.metadata.ownerReferences[0].name==$n))' > "$tmp/3.json"
  jq -s '{apiVersion:"v1",kind:"List",items:[.[] | if .items then .items[] else . end]}' "$tmp"/*.json > "$tmp/objects"
  kubectl get events -o json > "$tmp/events"
  jq --slurpfile e "$tmp/events" '[.items[].metadata.uid] as $ids | .items += [$e[0].items[] | select(.involvedObject.uid as $u | $ids | index($u))]' "$tmp/objects" | jq "$CLEAN" > "$OUT/$n.json"; rm -rf "$tmp"; }
for p in "low 1" "high 1000"; do set -- $p; printf 'apiVersion: kueue.x-k8s.io/v1beta2\nkind: WorkloadPriorityClass\nmetadata: {name: kq-%s}\nvalue: %s\n' $1 $2 | kubectl apply -f - >/dev/null; done
job kueue-too-large team 8
job kueue-no-such-queue nobody 100m
job kueue-low team 900m kq-low
sleep 12; job kueue-waits team 500m kq-low; sleep 6
snap kueue-waits; snap kueue-too-large; snap kueue-no-such-queue
job kueue-high team 900m kq-high; sleep 12
snap kueue-low; snap kueue-high
kubectl delete job kueue-waits kueue-low >/dev/null; job kueue-stopped team 50m kq-low; sleep 10
kubectl patch clusterqueue team --type=merge -p '{"spec":{"stopPolicy":"HoldAndDrain"}}' >/dev/null; sleep 12
snap kueue-stopped
kubectl patch clusterqueue team --type=merge -p '{"spec":{"stopPolicy":"None"}}' >/dev/null; sleep 8
job kueue-inactive team 50m; sleep 8
w=$(kubectl get workloads.kueue.x-k8s.io -o json | jq -r '.items[]|select(.metadata.ownerReferences[0].name=="kueue-inactive").metadata.name')
kubectl patch workloads.kueue.x-k8s.io "$w" --type=merge -p '{"spec":{"active":false}}' >/dev/null; sleep 10
snap kueue-inactive
ls "$OUT"
