package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.model.ContainerInstance;
import io.runwhy.bridge.source.Fields;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A container instance as DescribeContainerInstances and its events show it. */
final class ContainerInstanceDecoder {
  private ContainerInstanceDecoder() {}

  static ContainerInstance decode(JsonNode instance) {
    Map<String, String> remaining = new HashMap<>();
    for (JsonNode r : Fields.objects(instance, "remainingResources")) {
      String value = Fields.text(r, "integerValue");
      if (!value.isEmpty() && !value.equals("0") || Fields.text(r, "type").equals("INTEGER")) {
        remaining.put(Fields.text(r, "name"), value);
      }
    }
    return new ContainerInstance(
        Fields.text(instance, "containerInstanceArn"),
        Fields.text(instance, "ec2InstanceId"),
        Fields.text(instance, "status"),
        Fields.flagOrNull(instance, "agentConnected"),
        Fields.number(instance, "runningTasksCount"),
        remaining);
  }
}
