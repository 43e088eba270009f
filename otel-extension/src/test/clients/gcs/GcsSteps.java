import com.google.cloud.NoCredentials;
import com.google.cloud.ReadChannel;
import com.google.cloud.ServiceOptions;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.Paths;

/** Reads objects from the endpoint args[0]; files go below args[1]. */
public final class GcsSteps {
  interface Step {
    Object run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Path work = Paths.get(args[1]);
    Storage storage = StorageOptions.newBuilder().setHost(args[0]).setProjectId("p").setCredentials(NoCredentials.getInstance())
        .setRetrySettings(ServiceOptions.getNoRetrySettings()).build().getService();
    tell("bytes", () -> storage.readAllBytes("data", "ok-model.zip").length);
    tell("file", () -> {
      storage.downloadTo(BlobId.of("data", "ok-file.zip"), work.resolve("file.zip"));
      return work.resolve("file.zip").toFile().length();
    });
    tell("stream", () -> {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      storage.downloadTo(BlobId.of("data", "ok-out.zip"), out);
      return out.size();
    });
    tell("reader", () -> {
      try (ReadChannel in = storage.reader("data", "ok-reader.zip")) {
        int count = 0;
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          count += n;
          buffer.clear();
        }
        return count;
      }
    });
    tell("missing", () -> storage.readAllBytes("data", "missing.zip").length);
    tell("denied", () -> storage.readAllBytes("data", "denied.zip").length);
    tell("reader-missing", () -> {
      try (ReadChannel in = storage.reader("data", "missing.zip")) {
        return in.read(ByteBuffer.allocate(10));
      }
    });
  }

  private static void tell(String name, Step step) {
    try {
      System.out.println(name + " " + step.run());
    } catch (Throwable e) {
      System.out.println(name + " " + e);
    }
  }
}
