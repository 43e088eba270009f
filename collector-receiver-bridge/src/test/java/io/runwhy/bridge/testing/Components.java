package io.runwhy.bridge.testing;

import org.junit.jupiter.api.Assumptions;

/**
 * Real components for tests. Each is named by an environment variable, which {@code .ci/run} sets;
 * a test whose component is missing is skipped, and one line says which and how to get it.
 */
public final class Components {
  private Components() {}

  /** Path of a kubeconfig with all rights on a cluster that the test may fill. */
  public static String kubeconfig() {
    return required(
        "RUNWHY_TEST_KUBECONFIG",
        "a Kubernetes cluster",
        "testing/components/README.md tells how to start one");
  }

  /** Path of an OpenTelemetry Collector with otlp receiver and file exporter. */
  public static String collector() {
    return required(
        "RUNWHY_TEST_OTELCOL",
        "an OpenTelemetry Collector",
        "testing/components/telemetry/build-otelcol.sh builds one");
  }

  /** Path of kubectl. */
  public static String kubectl() {
    return required(
        "RUNWHY_TEST_KUBECTL", "kubectl", "set it to a kubectl of the cluster's version");
  }

  /** URL of a moto_server that the test may empty and fill. */
  public static String moto() {
    return required(
        "RUNWHY_TEST_MOTO",
        "a moto_server",
        "pip install 'moto[server,ecs,ec2,logs,sqs]==5.2.5', start moto_server -p PORT and set it to http://127.0.0.1:PORT");
  }

  private static String required(String variable, String what, String how) {
    String value = System.getenv(variable);
    boolean there = value != null && !value.isEmpty();
    if (!there) {
      skipped(what, variable + " is not set; " + how);
    }
    return there ? value : "";
  }

  /** Skips the running test, visibly. */
  public static void skipped(String what, String how) {
    System.out.println("SKIPPED for want of " + what + ": " + how);
    Assumptions.abort("no " + what);
  }
}
