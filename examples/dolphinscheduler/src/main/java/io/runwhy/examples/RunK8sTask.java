package io.runwhy.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.dolphinscheduler.common.utils.JSONUtils;
import org.apache.dolphinscheduler.plugin.task.api.TaskExecutionContext;
import org.apache.dolphinscheduler.plugin.task.api.k8s.K8sTaskMainParameters;
import org.apache.dolphinscheduler.plugin.task.api.k8s.impl.K8sTaskExecutor;
import org.apache.dolphinscheduler.plugin.task.api.utils.K8sUtils;
import org.slf4j.LoggerFactory;

/** DolphinScheduler's executor of Kubernetes tasks, without its server: submits one Job. */
final class RunK8sTask {
  private RunK8sTask() {}

  private static final class Executor extends K8sTaskExecutor {
    Executor(TaskExecutionContext context, String kubeconfig) {
      super(LoggerFactory.getLogger(RunK8sTask.class), context);
      k8sUtils = new K8sUtils();
      k8sUtils.buildClient(kubeconfig);
    }
  }

  public static void main(String[] args) throws Exception {
    TaskExecutionContext context = new TaskExecutionContext();
    context.setTaskInstanceId(7);
    context.setTaskName("Nightly");
    K8sTaskMainParameters parameters = new K8sTaskMainParameters();
    parameters.setImage("busybox");
    parameters.setNamespaceName("default");
    parameters.setMinCpuCores(0.1);
    parameters.setMinMemorySpace(64);
    parameters.setParamsMap(Map.of("day", "2026-11-25"));
    String kubeconfig = Files.readString(Path.of(System.getenv("KUBECONFIG")));
    new Executor(context, kubeconfig).submitJob2k8s(JSONUtils.toJsonString(parameters));
    System.out.println("submitted");
    System.exit(0);
  }
}
