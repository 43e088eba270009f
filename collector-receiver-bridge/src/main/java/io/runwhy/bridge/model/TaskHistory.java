package io.runwhy.bridge.model;

/**
 * Everything seen of one ECS task: one attempt of a run.
 *
 * @param attempt 1-based number of the attempt
 * @param task the newest version seen
 * @param lost whether ECS no longer knows the task, and no version of it that had stopped was seen
 */
public record TaskHistory(int attempt, Task task, boolean lost) {}
