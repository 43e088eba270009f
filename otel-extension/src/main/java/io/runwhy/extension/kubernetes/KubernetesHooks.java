package io.runwhy.extension.kubernetes;

import io.runwhy.conventions.PresetTable;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.hook.Dispatcher;
import io.runwhy.extension.hook.Lazy;
import io.runwhy.extension.stamp.OwnStamps;
import io.runwhy.extension.stamp.PodStamp;
import io.runwhy.extension.submit.Submitter;
import java.time.Clock;
import java.util.function.Consumer;

/** What is told of Jobs and Pods that the program creates, and what is written onto them. */
public final class KubernetesHooks {
  private KubernetesHooks() {}

  /**
   * Adds the hooks, unless they are switched off.
   *
   * @param warn is told once when objects cannot be read or stamped
   */
  public static void add(
      Dispatcher dispatcher, Options options, Submitter submitter, Consumer<String> warn) {
    if (!options.isOn(Option.SUBMIT_KUBERNETES)) {
      return;
    }
    Lazy<Creations> creations =
        Lazy.of(
            () -> {
              OwnStamps own = new OwnStamps();
              PodStamp stamp = new PodStamp(options, own);
              return new Creations(submitter, PresetTable.kubernetes(), stamp, own, warn);
            });
    Upserts upserts = new Upserts();
    String option = Option.SUBMIT_KUBERNETES.property();
    String fabric8 = KubernetesModule.FABRIC8;
    String official = KubernetesModule.OFFICIAL;
    dispatcher.add(
        option,
        Lazy.hook(() -> new Fabric8Create(creations.get(), upserts)),
        fabric8 + "dsl.internal.OperationSupport.handleCreate",
        fabric8 + "dsl.base.OperationSupport.handleCreate");
    dispatcher.add(
        option,
        Lazy.hook(() -> new Fabric8Apply(creations.get(), new Applied(Clock.systemUTC()))),
        fabric8 + "dsl.internal.OperationSupport.handlePatch");
    dispatcher.add(
        option,
        upserts,
        fabric8 + "utils.internal.CreateOrReplaceHelper.createOrReplace",
        fabric8 + "utils.CreateOrReplaceHelper.createOrReplace",
        fabric8 + "dsl.internal.BaseOperation.createOr");
    dispatcher.add(
        option,
        Lazy.hook(() -> new OfficialCreate(creations.get())),
        official + "BatchV1Api.createNamespacedJobWithHttpInfo",
        official + "CoreV1Api.createNamespacedPodWithHttpInfo",
        official + "BatchV1Api.createNamespacedJobAsync",
        official + "CoreV1Api.createNamespacedPodAsync");
  }
}
