import io.fabric8.kubernetes.api.model.*;
import io.fabric8.kubernetes.api.model.apps.*;
import io.fabric8.kubernetes.api.model.batch.v1.*;
import io.fabric8.kubernetes.client.*;
import io.fabric8.kubernetes.client.Config;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.*;

/** Creates all sorts of objects by fabric8, and prints what a caller sees. */
public class Fabric8 {
  static KubernetesClient client;

  public static void main(String[] args) throws Exception {
    Config config = Config.empty();
    config.setMasterUrl(args[0]);
    config.setNamespace("jobs");
    config.setRequestRetryBackoffLimit(0);
    client = OPEN_CLIENT;
    Span span = GlobalOpenTelemetry.getTracer("caller").spanBuilder("caller").startSpan();
    try (Scope scope = span.makeCurrent()) {
      Job job = job("nightly");
      String before = job.toString();
      Job created = CREATE_JOB(job, "jobs");
      print("created " + created.getMetadata().getName() + " " + created.getMetadata().getUid());
      print("object as before " + before.equals(job.toString()));
      job.getMetadata().setName("again");
      CREATE_JOB(job, "jobs");
      print("object as before " + before.replace("nightly", "again").equals(job.toString()));

      // copied from the answer, as a caller does that runs a Job once more
      Job copy = created;
      copy.getMetadata().setName("copied");
      copy.getMetadata().setUid(null);
      copy.getMetadata().setResourceVersion(null);
      copy.getMetadata().setCreationTimestamp(null);
      copy.getMetadata().setGeneration(null);
      CREATE_JOB(copy, "jobs");

      Pod pod = new Pod();
      pod.setMetadata(new ObjectMeta());
      pod.getMetadata().setGenerateName("gen-");
      pod.setSpec(job("x").getSpec().getTemplate().getSpec());
      pod.getSpec().getContainers().get(0).setEnv(Collections.unmodifiableList(new ArrayList<>()));
      print("created " + CREATE_POD(pod, "jobs").getMetadata().getName());

      attempt("quota", () -> CREATE_JOB(job("overquota"), "full"));
      attempt("conflict", () -> CREATE_JOB(job("there"), "jobs"));
      attempt("dead", () -> CREATE_JOB(job("lost"), "dead"));
      attempt("dry run", () -> DRY_RUN(job("dry"), "jobs"));
      attempt("upsert", () -> UPSERT(job("there")));
      UNTOUCHED
      APPLY
    } finally {
      span.end();
    }
    client.close();
    // threads of some HTTP clients would keep the JVM for a minute
    System.exit(0);
  }

  static Job job(String name) {
    Container sidecar = new Container();
    sidecar.setName("sidecar");
    Container work = new Container();
    work.setName("work");
    EnvVar variable = new EnvVar();
    variable.setName("MODE");
    variable.setValue("fast");
    work.setEnv(new ArrayList<>(Arrays.asList(variable)));
    PodSpec spec = new PodSpec();
    spec.setContainers(new ArrayList<>(Arrays.asList(sidecar, work)));
    spec.setRestartPolicy("Never");
    PodTemplateSpec template = new PodTemplateSpec();
    template.setMetadata(new ObjectMeta());
    template.getMetadata().setAnnotations(
        Collections.singletonMap("kubectl.kubernetes.io/default-container", "work"));
    template.setSpec(spec);
    Job job = new Job();
    job.setMetadata(new ObjectMeta());
    job.getMetadata().setName(name);
    job.setSpec(new JobSpec());
    job.getSpec().setTemplate(template);
    return job;
  }

  static Deployment deployment() {
    PodTemplateSpec template = job("x").getSpec().getTemplate();
    Deployment deployment = new Deployment();
    deployment.setMetadata(new ObjectMeta());
    deployment.getMetadata().setName("manager");
    deployment.setSpec(new DeploymentSpec());
    deployment.getSpec().setTemplate(template);
    return deployment;
  }

  static ConfigMap configMap() {
    ConfigMap map = new ConfigMap();
    map.setMetadata(new ObjectMeta());
    map.getMetadata().setName("settings");
    return map;
  }

  interface Try {
    Object run() throws Exception;
  }

  static void attempt(String what, Try body) throws Exception {
    try {
      Object result = body.run();
      print(what + ": " + ((HasMetadata) result).getMetadata().getName());
    } catch (KubernetesClientException e) {
      print(what + ": " + e.getCode() + " " + (e.getStatus() == null ? "" : e.getStatus().getReason()));
    }
  }

  static void print(String line) {
    System.out.println(line);
  }

  METHODS
}
