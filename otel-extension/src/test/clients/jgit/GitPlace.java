import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** A repository with branches main and feature, served over HTTP: /repo.git, /private.git wants a login. */
public final class GitPlace {
  /** Gives the port. */
  public static int open(File directory) throws Exception {
    Git git = Git.init().setDirectory(directory).setInitialBranch("main").call();
    commit(git, directory, "main.txt");
    git.checkout().setCreateBranch(true).setName("feature").call();
    commit(git, directory, "feature.txt");
    git.checkout().setName("main").call();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/repo.git/", exchange -> serve(exchange, git.getRepository()));
    server.createContext("/private.git/", exchange -> answer(exchange, 401, "text/plain", new byte[0]));
    server.start();
    return server.getAddress().getPort();
  }

  private static void commit(Git git, File directory, String file) throws Exception {
    Files.write(new File(directory, file).toPath(), file.getBytes(StandardCharsets.UTF_8));
    git.add().addFilepattern(file).call();
    git.commit().setMessage(file).setSign(false).setAuthor("a", "a@example.com").setCommitter("a", "a@example.com").call();
  }

  private static void serve(HttpExchange exchange, Repository repository) throws IOException {
    UploadPack pack = new UploadPack(repository);
    pack.setBiDirectionalPipe(false);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (exchange.getRequestMethod().equals("GET")) {
      PacketLineOut lines = new PacketLineOut(out);
      lines.writeString("# service=git-upload-pack\n");
      lines.end();
      pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
      answer(exchange, 200, "application/x-git-upload-pack-advertisement", out.toByteArray());
    } else {
      InputStream in = exchange.getRequestBody();
      boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      pack.upload(zipped ? new GZIPInputStream(in) : in, out, null);
      answer(exchange, 200, "application/x-git-upload-pack-result", out.toByteArray());
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", type);
    if (status == 401) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
