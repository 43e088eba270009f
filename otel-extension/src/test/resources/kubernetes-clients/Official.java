import io.kubernetes.client.openapi.*;
import io.kubernetes.client.openapi.apis.*;
import io.kubernetes.client.openapi.models.*;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.*;
import java.util.concurrent.*;

/** Creates Jobs and pods by the official client, and prints what a caller sees. */
public class Official {
  static BatchV1Api batch;
  static CoreV1Api core;

  public static void main(String[] args) throws Exception {
    ApiClient client = new ApiClient();
    client.setBasePath(args[0]);
    batch = new BatchV1Api(client);
    core = new CoreV1Api(client);
    Span span = GlobalOpenTelemetry.getTracer("caller").spanBuilder("caller").startSpan();
    try (Scope scope = span.makeCurrent()) {
      V1Job job = job("nightly");
      String before = job.toString();
      V1Job created = CREATE_JOB(job, "jobs", null);
      print("created " + created.getMetadata().getName() + " " + created.getMetadata().getUid());
      print("object as before " + before.equals(job.toString()));
      V1Pod pod = new V1Pod().metadata(new V1ObjectMeta().generateName("gen-")).spec(job("x").getSpec().getTemplate().getSpec());
      print("created " + CREATE_POD(pod, "jobs").getMetadata().getName());
      attempt("quota", () -> CREATE_JOB(job("overquota"), "full", null));
      attempt("conflict", () -> CREATE_JOB(job("there"), "jobs", null));
      attempt("dead", () -> CREATE_JOB(job("lost"), "dead", null));
      attempt("dry run", () -> CREATE_JOB(job("dry"), "jobs", "All"));
      attempt("async", () -> async(job("later"), "jobs"));
      attempt("async quota", () -> async(job("laterquota"), "full"));
      print("span is current " + Span.current().getSpanContext().getSpanId().equals(span.getSpanContext().getSpanId()));
    } finally {
      span.end();
    }
    // the client's threads would keep the JVM for a minute
    System.exit(0);
  }

  static V1Job job(String name) {
    return new V1Job()
        .metadata(new V1ObjectMeta().name(name))
        .spec(
            new V1JobSpec()
                .template(
                    new V1PodTemplateSpec()
                        .metadata(new V1ObjectMeta().annotations(Collections.singletonMap("kubectl.kubernetes.io/default-container", "work")))
                        .spec(
                            new V1PodSpec()
                                .restartPolicy("Never")
                                .addContainersItem(new V1Container().name("sidecar"))
                                .addContainersItem(
                                    new V1Container()
                                        .name("work")
                                        .addEnvItem(new V1EnvVar().name("MODE").value("fast"))))));
  }

  static V1Job async(V1Job job, String namespace) throws Exception {
    CompletableFuture<V1Job> answer = new CompletableFuture<>();
    ApiCallback<V1Job> callback =
        new ApiCallback<V1Job>() {
          public void onFailure(ApiException e, int status, Map<String, List<String>> headers) {
            answer.completeExceptionally(e);
          }

          public void onSuccess(V1Job result, int status, Map<String, List<String>> headers) {
            answer.complete(result);
          }

          public void onUploadProgress(long written, long length, boolean done) {}

          public void onDownloadProgress(long read, long length, boolean done) {}
        };
    ASYNC(job, namespace, callback);
    try {
      return answer.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw (ApiException) e.getCause();
    }
  }

  interface Try {
    V1Job run() throws Exception;
  }

  static void attempt(String what, Try body) throws Exception {
    try {
      print(what + ": " + body.run().getMetadata().getName());
    } catch (ApiException e) {
      print(what + ": " + e.getCode());
    }
  }

  static void print(String line) {
    System.out.println(line);
  }

  METHODS
}
