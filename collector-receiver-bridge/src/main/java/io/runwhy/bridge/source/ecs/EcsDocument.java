package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.model.ContainerInstance;
import io.runwhy.bridge.model.SubmitFailure;
import io.runwhy.bridge.model.TaskDefinition;
import tools.jackson.databind.JsonNode;

/** What one part of a reply, an event or a file of AWS tells. */
sealed interface EcsDocument {
  /** A task in the shape of DescribeTasks, its tags with it where the document has them. */
  record OfTask(JsonNode task) implements EcsDocument {}

  record OfDefinition(TaskDefinition definition) implements EcsDocument {}

  record OfInstance(ContainerInstance instance) implements EcsDocument {}

  /**
   * A start that was refused.
   *
   * @param id what makes this call this call; empty when the document does not say
   * @param startedBy as asked; empty when not known
   */
  record OfSubmit(SubmitFailure failure, String id, String startedBy) implements EcsDocument {}

  /** Something of AWS that tells of no run. {@code kind} is for a counter. */
  record Other(String kind) implements EcsDocument {}
}
