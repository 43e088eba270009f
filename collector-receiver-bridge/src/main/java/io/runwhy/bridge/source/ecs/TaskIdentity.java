package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.SubmitFailure;
import io.runwhy.bridge.source.Described;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.Presets;
import io.runwhy.conventions.Arns;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whose a task is: override environment, {@code startedBy}, tags, else the task itself. */
final class TaskIdentity {
  /**
   * A startedBy that only one run has holds something unique: 8 hexadecimal or decimal digits in a
   * row, or more. Schedulers write the same words into all their tasks.
   */
  private static final Pattern UNIQUE = Pattern.compile("(?i)[0-9a-f]{8}|[0-9A-HJKMNP-TV-Z]{20}");

  private static final Pattern SHARED =
      Pattern.compile(
          "(?i)^(?:ecs-svc/|events-rule/|chronos-schedule/|aws-batch|AWS Step Functions|arn:aws[a-z-]*:(?:batch|states|scheduler|events):)");

  private final Presets presets;

  TaskIdentity(Presets presets) {
    this.presets = presets;
  }

  /** The run of a task in the shape of DescribeTasks. */
  RunIdentity of(JsonNode task) {
    return presets.resolve(TaskDecoder.clusterArn(task), new TaskView(task));
  }

  /** Whether only the last preset matches and the tags are not there: they could tell more. */
  boolean needsTags(JsonNode task) {
    return Fields.child(task, "tags") == null
        && of(task).orchestrator().equals("ecs")
        && uniqueStartedBy(Fields.text(task, "startedBy")).isEmpty();
  }

  /** The run of a start that was refused. */
  RunIdentity of(EcsDocument.OfSubmit submit) {
    SubmitFailure failure = submit.failure();
    String startedBy = uniqueStartedBy(submit.startedBy());
    String lost =
        failure.operation().equals("DescribeTasks") ? failure.failures().get(0).arn() : "";
    String id = startedBy.isEmpty() ? submit.id() : startedBy;
    String family = family(Arns.last(failure.taskDefinition()));
    String name =
        family.isEmpty() ? lost.isEmpty() ? failure.operation() : Arns.last(lost) : family;
    return new RunIdentity(
        new RunKey(
            failure.cluster().isEmpty() ? cluster(lost) : failure.cluster(),
            id.isEmpty() ? lost.isEmpty() ? name : Arns.last(lost) : id),
        name,
        "ecs",
        Arns.last(failure.cluster().isEmpty() ? cluster(lost) : failure.cluster()),
        family.isEmpty() ? null : family,
        null,
        null,
        null,
        null);
  }

  /** The cluster's name stands in the ARNs of its tasks. */
  private static String cluster(String taskArn) {
    String[] parts = taskArn.split("/", -1);
    return parts.length == 3 ? parts[1] : "";
  }

  private static String family(String definition) {
    int colon = definition.lastIndexOf(':');
    return colon < 0 ? definition : definition.substring(0, colon);
  }

  private static String uniqueStartedBy(String startedBy) {
    return UNIQUE.matcher(startedBy).find() && !SHARED.matcher(startedBy).find() ? startedBy : "";
  }

  /** What a preset may ask of a task; its parts are listed in {@code presets.yaml}. */
  private record TaskView(JsonNode task) implements Described {
    @Override
    public String value(String part) {
      int colon = part.indexOf(':');
      if (colon > 0) {
        String key = part.substring(colon + 1);
        return switch (part.substring(0, colon)) {
          case "tag" -> tag(key);
          case "env" -> env(key);
          case "label", "annotation" -> "";
          default -> throw new IllegalArgumentException("unknown part " + part);
        };
      }
      return switch (part) {
        case "started-by" -> uniqueStartedBy(Fields.text(task, "startedBy"));
        case "started-by-any" -> Fields.text(task, "startedBy");
        case "task-id" -> Arns.last(Fields.text(task, "taskArn"));
        case "family" -> family(Arns.last(Fields.text(task, "taskDefinitionArn")));
        case "service" -> service();
        case "cluster", "namespace" -> namespace();
        default -> throw new IllegalArgumentException("unknown part " + part);
      };
    }

    @Override
    public String sharedValue(String part) {
      return value(part);
    }

    @Override
    public boolean hasContainer(String wanted) {
      return Fields.objects(task, "containers").stream()
          .anyMatch(c -> Fields.text(c, "name").equals(wanted));
    }

    @Override
    public String name() {
      String family = value("family");
      return family.isEmpty() ? value("task-id") : family;
    }

    @Override
    public String namespace() {
      return Arns.last(TaskDecoder.clusterArn(task));
    }

    private String service() {
      String group = Fields.text(task, "group");
      return group.startsWith("service:") ? group.substring("service:".length()) : "";
    }

    private String tag(String key) {
      for (JsonNode tag : Fields.objects(task, "tags")) {
        if (Fields.text(tag, "key").equals(key)) {
          return Fields.text(tag, "value");
        }
      }
      return "";
    }

    /** One named variable of the overrides; the others are never looked at. */
    private String env(String name) {
      JsonNode overrides = Fields.child(task, "overrides");
      for (JsonNode o : Fields.objects(overrides, "containerOverrides")) {
        String value = variable(o, name);
        if (value != null) {
          return value;
        }
      }
      return "";
    }

    private static @Nullable String variable(JsonNode override, String name) {
      for (JsonNode e : Fields.objects(override, "environment")) {
        if (Fields.text(e, "name").equals(name)) {
          return Fields.text(e, "value");
        }
      }
      return null;
    }
  }
}
