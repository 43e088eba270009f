import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.Paths;

/** Reads blobs from the endpoint args[0]; files go below args[1]. */
public final class AzureSteps {
  interface Step {
    Object run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Path work = Paths.get(args[1]);
    String host = args[0];
    tell("content", () -> blob(host, "ok-model.zip").downloadContent().toBytes().length);
    tell("stream", () -> {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      blob(host, "ok-stream.zip").downloadStream(out);
      return out.size();
    });
    tell("file", () -> blob(host, "ok-file.zip").downloadToFile(work.resolve("file.zip").toString(), true).getBlobSize());
    tell("input", () -> {
      try (InputStream in = blob(host, "ok-input.zip").openInputStream()) {
        return in.read();
      }
    });
    tell("missing", () -> blob(host, "missing.zip").downloadContent().toBytes().length);
    tell("denied", () -> blob(host, "denied.zip").downloadContent().toBytes().length);
    System.exit(0);
  }

  private static BlobClient blob(String host, String name) {
    return new BlobClientBuilder().endpoint(host + "/acct").containerName("data").blobName(name)
        .sasToken("sv=2024-01-01&sig=SECRETsignature%3D").retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 1, 10, null, null, null)).buildClient();
  }

  private static void tell(String name, Step step) {
    try {
      System.out.println(name + " " + step.run());
    } catch (Throwable e) {
      System.out.println(name + " " + e.getClass() + " " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
    }
  }
}
