import java.net.URI;
import java.nio.file.Path;
import java.nio.file.Paths;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Gets objects from the endpoint args[0] in every way; files go below args[1]. */
public final class S3Steps {
  interface Step {
    Object run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    StaticCredentialsProvider who = StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAAAAAAAAAAAAAAAAA", "SECRETkey"));
    Path work = Paths.get(args[1]);
    S3Configuration path = S3Configuration.builder().pathStyleAccessEnabled(true).build();
    S3Client s3 = S3Client.builder().endpointOverride(URI.create(args[0])).region(Region.EU_WEST_1).credentialsProvider(who)
        .serviceConfiguration(path).httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1))).build();
    S3AsyncClient async = S3AsyncClient.builder().endpointOverride(URI.create(args[0])).region(Region.EU_WEST_1).credentialsProvider(who)
        .serviceConfiguration(path).overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1))).build();
    tell("bytes", () -> s3.getObjectAsBytes(get("data", "ok/model.zip")).asUtf8String());
    tell("stream", () -> {
      try (ResponseInputStream<?> in = s3.getObject(get("data", "ok/stream.zip"))) {
        return in.read();
      }
    });
    tell("file", () -> s3.getObject(get("data", "ok/file.zip"), work.resolve("file.zip")).contentLength());
    tell("missing", () -> s3.getObjectAsBytes(get("data", "missing.zip")));
    tell("denied", () -> s3.getObjectAsBytes(get("data", "denied.zip")));
    tell("slow", () -> s3.getObjectAsBytes(get("data", "slow.zip")));
    tell("async", () -> async.getObject(get("data", "ok/async.zip"), AsyncResponseTransformer.toBytes()).get().asUtf8String());
    tell("async-missing", () -> async.getObject(get("data", "missing.zip"), AsyncResponseTransformer.toBytes()).get());
    tell("async-file", () -> async.getObject(get("data", "ok/async.zip"), work.resolve("async.zip")).get().contentLength());
    s3.close();
    async.close();
  }

  private static GetObjectRequest get(String bucket, String key) {
    return GetObjectRequest.builder().bucket(bucket).key(key).build();
  }

  private static void tell(String name, Step step) {
    try {
      System.out.println(name + " " + step.run());
    } catch (Throwable e) {
      System.out.println(name + " " + e.toString().replaceAll("(?i)\\(SDK Attempt Count.*", "").replaceAll("@[0-9a-f]+", ""));
    }
  }
}
