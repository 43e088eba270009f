package io.runwhy.bench;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.runwhy.bench.fabric8.kubernetes.client.dsl.internal.OperationSupport;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the hook of a created object costs: run under the agent with the extension. Calls come in
 * bursts with pauses, so that the delivery of their events does not take the processors away.
 */
final class HookBench {
  private static final int ROUNDS = 60;
  private static final int CALLS = 200;
  private static final int PAUSE_MILLIS = 100;

  private HookBench() {}

  static void run() throws InterruptedException {
    Job job = job("");
    OperationSupport jobs = new OperationSupport(job("0b6f"));
    ConfigMap map = new ConfigMapBuilder().withNewMetadata().withName("m").endMetadata().build();
    OperationSupport maps = new OperationSupport(map);
    double stamped = cost(() -> jobs.handleCreate(job, Job.class));
    double other = cost(() -> maps.handleCreate(map, ConfigMap.class));
    System.out.printf(Locale.ROOT, "a created Job %.1f us, another kind %.2f us%n", stamped, other);
  }

  /** Microseconds of a call, the median of the later half of the rounds. */
  private static double cost(Runnable call) throws InterruptedException {
    double[] rounds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      rounds[round] = (System.nanoTime() - start) / 1e3 / CALLS;
      Thread.sleep(PAUSE_MILLIS);
    }
    double[] warm = Arrays.copyOfRange(rounds, ROUNDS / 2, ROUNDS);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }

  private static Job job(String uid) {
    return new JobBuilder()
        .withNewMetadata()
        .withName("train")
        .withNamespace("ml")
        .withUid(uid)
        .addToLabels("app", "train")
        .endMetadata()
        .withNewSpec()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "train")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("train:1")
        .addNewEnv()
        .withName("EPOCHS")
        .withValue("3")
        .endEnv()
        .endContainer()
        .withRestartPolicy("Never")
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
