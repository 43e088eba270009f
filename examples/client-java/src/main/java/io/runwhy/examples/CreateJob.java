package io.runwhy.examples;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.BatchV1Api;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1JobSpec;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.util.Config;
import java.io.IOException;

/** Creates a Job with the official client, in the cluster of KUBECONFIG. */
final class CreateJob {
  private CreateJob() {}

  public static void main(String[] args) throws IOException, ApiException {
    ApiClient client = Config.defaultClient();
    String namespace = args[0];
    V1Container main = new V1Container().name("train").image("busybox").addCommandItem("false");
    V1PodSpec pod = new V1PodSpec().restartPolicy("Never").addContainersItem(main);
    V1Job job =
        new V1Job()
            .apiVersion("batch/v1")
            .kind("Job")
            .metadata(new V1ObjectMeta().generateName("train-"))
            .spec(new V1JobSpec().backoffLimit(0).template(new V1PodTemplateSpec().spec(pod)));
    V1Job created = new BatchV1Api(client).createNamespacedJob(namespace, job).execute();
    System.out.println("created a " + created.getKind());
    client.getHttpClient().dispatcher().executorService().shutdown();
    client.getHttpClient().connectionPool().evictAll();
  }
}
