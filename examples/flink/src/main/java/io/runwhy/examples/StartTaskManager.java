package io.runwhy.examples;

import java.util.HashMap;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.kubeclient.FlinkKubeClient;
import org.apache.flink.kubernetes.kubeclient.FlinkKubeClientFactory;
import org.apache.flink.kubernetes.kubeclient.FlinkPod;
import org.apache.flink.kubernetes.kubeclient.factory.KubernetesTaskManagerFactory;
import org.apache.flink.kubernetes.kubeclient.parameters.KubernetesTaskManagerParameters;
import org.apache.flink.runtime.clusterframework.ContaineredTaskManagerParameters;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;

/**
 * What a JobManager does for each slot that it needs: asks for a TaskManager pod. The session is
 * the one that KubernetesSessionCli began.
 */
final class StartTaskManager {
  private StartTaskManager() {}

  public static void main(String[] args) throws Exception {
    Configuration given = new Configuration();
    for (String arg : args) {
      String[] keyAndValue = arg.substring("-D".length()).split("=", 2);
      given.setString(keyAndValue[0], keyAndValue[1]);
    }
    Configuration configuration =
        GlobalConfiguration.loadConfiguration(System.getenv("FLINK_CONF_DIR"), given);
    String cluster = configuration.get(KubernetesConfigOptions.CLUSTER_ID);
    KubernetesTaskManagerParameters parameters =
        new KubernetesTaskManagerParameters(
            configuration,
            cluster + "-taskmanager-1-1",
            "",
            "",
            new ContaineredTaskManagerParameters(
                TaskExecutorProcessUtils.processSpecFromConfig(configuration), new HashMap<>()),
            new HashMap<>(),
            Set.of());
    try (FlinkKubeClient client =
        FlinkKubeClientFactory.getInstance().fromConfiguration(configuration, "taskmanagers")) {
      client
          .createTaskManagerPod(
              KubernetesTaskManagerFactory.buildTaskManagerKubernetesPod(
                  new FlinkPod.Builder().build(), parameters))
          .get();
    }
    System.out.println("created " + parameters.getPodName());
    System.exit(0);
  }
}
