package io.runwhy.bench.fabric8.kubernetes.client.dsl.internal;

/**
 * Stands for the class of that name in fabric8, of which every copy under any prefix is hooked:
 * what a call of it costs is what the hook costs.
 */
public final class OperationSupport {
  private final Object answer;

  public OperationSupport(Object answer) {
    this.answer = answer;
  }

  /** Answers at once. */
  public <T, I> T handleCreate(I resource, Class<T> outputType) {
    return outputType.cast(answer);
  }
}
