package io.runwhy.examples;

import io.fabric8.kubernetes.client.DefaultKubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import org.springframework.cloud.deployer.resource.docker.DockerResource;
import org.springframework.cloud.deployer.spi.core.AppDefinition;
import org.springframework.cloud.deployer.spi.core.AppDeploymentRequest;
import org.springframework.cloud.deployer.spi.kubernetes.KubernetesDeployerProperties;
import org.springframework.cloud.deployer.spi.kubernetes.KubernetesTaskLauncher;
import org.springframework.cloud.deployer.spi.kubernetes.KubernetesTaskLauncherProperties;

/** Launches one task as a Job and one as a pod, in the cluster of KUBECONFIG. */
final class LaunchTask {
  private LaunchTask() {}

  public static void main(String[] args) {
    try (KubernetesClient client = new DefaultKubernetesClient()) {
      for (boolean asJob : new boolean[] {true, false}) {
        KubernetesDeployerProperties properties = new KubernetesDeployerProperties();
        properties.setNamespace("default");
        properties.setCreateJob(asJob);
        new KubernetesTaskLauncher(properties, new KubernetesTaskLauncherProperties(), client)
            .launch(
                new AppDeploymentRequest(
                    new AppDefinition("billing", Map.of()),
                    new DockerResource("busybox"),
                    Map.of(),
                    List.of("--day=2026-11-25")));
        System.out.println("launched as a " + (asJob ? "job" : "pod"));
      }
    }
  }
}
