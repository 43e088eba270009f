package io.runwhy.examples;

import io.runwhy.examples.Subject.Program;
import io.runwhy.examples.Subject.Submitted;
import java.util.List;
import java.util.regex.Pattern;

/** The programs. */
final class Subjects {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{16,}");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** What Spark's own launcher opens for it. */
  private static final List<String> OPENS =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.net=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/sun.security.action=ALL-UNNAMED");

  static final Subject SPARK =
      new Subject(
          "spark",
          "",
          KubernetesStore::new,
          List.of(
              new Program(
                  "org.apache.spark.deploy.SparkSubmit",
                  OPENS,
                  List.of(
                      "--master",
                      "k8s://{url}",
                      "--deploy-mode",
                      "cluster",
                      "--name",
                      "pi",
                      "--class",
                      "org.apache.spark.examples.SparkPi",
                      "--conf",
                      "spark.kubernetes.namespace={namespace}",
                      "--conf",
                      "spark.kubernetes.container.image=apache/spark:4.0.1",
                      "--conf",
                      "spark.kubernetes.submission.waitAppCompletion=false",
                      "local:///opt/spark/examples/jars/spark-examples.jar",
                      "1000"))),
          List.of(Submitted.POD),
          List.of(
              UUID,
              HEX,
              Pattern.compile("#[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]{2} [0-9:]{8} [A-Z]+ [0-9]{4}"),
              Pattern.compile("spark\\.app\\.submitTime=[0-9]+")));

  private static final List<String> SESSION =
      List.of("-Dkubernetes.cluster-id=session", "-Dkubernetes.namespace={namespace}");

  static final Subject FLINK_SESSION =
      new Subject(
          "flink",
          "",
          KubernetesStore::new,
          List.of(
              new Program(
                  "org.apache.flink.kubernetes.cli.KubernetesSessionCli", List.of(), SESSION),
              new Program("io.runwhy.examples.StartTaskManager", List.of(), SESSION)),
          List.of(Submitted.DEPLOYMENT, Submitted.POD),
          List.of());

  static final Subject CLIENT_JAVA =
      new Subject(
          "client-java",
          "",
          KubernetesStore::new,
          List.of(new Program("io.runwhy.examples.CreateJob", List.of(), List.of("{namespace}"))),
          List.of(Submitted.JOB),
          List.of());

  static final List<Subject> ALL =
      List.of(
          SPARK,
          FLINK_SESSION,
          ours("spring-cloud-deployer", "LaunchTask", List.of(Submitted.JOB, Submitted.POD))
              .noisy(Pattern.compile("billing-[0-9a-z]{10}")),
          ours("camel", "Routes", List.of(Submitted.JOB, Submitted.POD)),
          ours("dolphinscheduler", "RunK8sTask", List.of(Submitted.JOB))
              .noisy(Pattern.compile("(?m)^[0-9:.]{12} "))
              .noisy(Pattern.compile("/tmp/[^\\]]+config")),
          CLIENT_JAVA,
          new Subject(
              "aws-ecs",
              "",
              EcsStub::new,
              List.of(new Program("io.runwhy.examples.RunTask", List.of(), List.of())),
              List.of(Submitted.TASK),
              List.of(UUID)));

  /** Those that a real cluster answers too. */
  static final List<Subject> ON_CLUSTER =
      List.of(
          SPARK.on(" on a cluster", Cluster::new),
          FLINK_SESSION.on(" on a cluster", Cluster::new).noisy(UUID),
          CLIENT_JAVA.on(" on a cluster", Cluster::new).noisy(UUID));

  private Subjects() {}

  private static Subject ours(String directory, String main, List<Submitted> submits) {
    return new Subject(
        directory,
        "",
        KubernetesStore::new,
        List.of(new Program("io.runwhy.examples." + main, List.of(), List.of())),
        submits,
        List.of());
  }
}
