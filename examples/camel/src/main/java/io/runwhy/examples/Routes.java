package io.runwhy.examples;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kubernetes.KubernetesConstants;
import org.apache.camel.main.Main;

/** A route that creates a Job and a pod, in the cluster of KUBECONFIG. */
final class Routes extends RouteBuilder {
  private static final PodSpec SPEC =
      new PodSpecBuilder()
          .withRestartPolicy("Never")
          .addNewContainer()
          .withName("step")
          .withImage("busybox")
          .withCommand("false")
          .endContainer()
          .build();

  public static void main(String[] args) throws Exception {
    Main main = new Main();
    main.bind("client", new KubernetesClientBuilder().build());
    main.configure().addRoutesBuilder(new Routes());
    main.configure().withDurationMaxMessages(1);
    main.run(args);
  }

  @Override
  public void configure() {
    from("timer:once?repeatCount=1&delay=0")
        .setHeader(KubernetesConstants.KUBERNETES_NAMESPACE_NAME, constant("default"))
        .setHeader(KubernetesConstants.KUBERNETES_JOB_NAME, constant("nightly"))
        .setHeader(KubernetesConstants.KUBERNETES_JOB_LABELS, constant(Map.of("app", "camel")))
        .setHeader(
            KubernetesConstants.KUBERNETES_JOB_SPEC,
            constant(
                new JobSpecBuilder()
                    .withBackoffLimit(0)
                    .withNewTemplate()
                    .withSpec(SPEC)
                    .endTemplate()
                    .build()))
        .to("kubernetes-job:local?kubernetesClient=#client&operation=createJob")
        .process(e -> System.out.println("created job"))
        .setHeader(KubernetesConstants.KUBERNETES_POD_NAME, constant("once"))
        .setHeader(KubernetesConstants.KUBERNETES_PODS_LABELS, constant(Map.of("app", "camel")))
        .setHeader(KubernetesConstants.KUBERNETES_POD_SPEC, constant(SPEC))
        .to("kubernetes-pods:local?kubernetesClient=#client&operation=createPod")
        .process(e -> System.out.println("created pod"));
  }
}
