package io.runwhy.extension.kubernetes;

import static net.bytebuddy.matcher.ElementMatchers.nameEndsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.runwhy.extension.hook.HookModule;
import io.runwhy.extension.hook.HookedType;

/**
 * Hooks what creates objects: in fabric8 5.10 to 8.0 the one method that every create ends in and
 * the one that every server-side apply of an object ends in; in the official client 18 to 27 the
 * methods that send Jobs and Pods. Packages are matched by their end, so that relocated copies are
 * hooked too.
 */
public final class KubernetesModule extends HookModule {
  static final String FABRIC8 = ".fabric8.kubernetes.client.";
  static final String OFFICIAL = ".kubernetes.client.openapi.apis.";

  public KubernetesModule() {
    super(
        "runwhy-kubernetes",
        HookedType.of(
                nameEndsWith(FABRIC8 + "dsl.internal.OperationSupport")
                    .or(nameEndsWith(FABRIC8 + "dsl.base.OperationSupport")))
            .change(named("handleCreate").and(takesArguments(2)))
            .change(
                named("handlePatch")
                    .and(takesArguments(4))
                    .and(takesArgument(0, nameEndsWith(".PatchContext")))
                    .and(takesArgument(2, Object.class))),
        HookedType.of(
                nameEndsWith(FABRIC8 + "utils.internal.CreateOrReplaceHelper")
                    .or(nameEndsWith(FABRIC8 + "utils.CreateOrReplaceHelper")))
            .see(named("createOrReplace")),
        HookedType.of(nameEndsWith(FABRIC8 + "dsl.internal.BaseOperation")).see(named("createOr")),
        HookedType.of(
                nameEndsWith(OFFICIAL + "BatchV1Api").or(nameEndsWith(OFFICIAL + "CoreV1Api")))
            .change(
                namedOneOf("createNamespacedJobWithHttpInfo", "createNamespacedPodWithHttpInfo")
                    .and(takesArguments(6)))
            .change(
                namedOneOf("createNamespacedJobAsync", "createNamespacedPodAsync")
                    .and(takesArguments(7))));
  }
}
