package io.runwhy.bridge.app;

import io.runwhy.bridge.model.RunCounts;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Run counts of a pipeline that is built later than who reads them; none until then. */
final class CountsLater implements Supplier<RunCounts> {
  private volatile @Nullable Pipeline pipeline;

  void from(Pipeline source) {
    pipeline = source;
  }

  @Override
  public RunCounts get() {
    Pipeline source = pipeline;
    return source == null ? new RunCounts(List.of()) : source.counts();
  }
}
