package io.runwhy.extension.emit;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A receiver behind TLS that takes everything and counts. */
final class TlsReceiver implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  /** A certificate that it signed itself. */
  record Certificate(Path keys, Path pem) {}

  private final HttpsServer server;
  private final AtomicInteger requests = new AtomicInteger();

  TlsReceiver(Certificate certificate) throws Exception {
    KeyStore keys = KeyStore.getInstance(certificate.keys().toFile(), PASSWORD.toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/",
        exchange -> {
          try (exchange;
              InputStream body = exchange.getRequestBody()) {
            body.readAllBytes();
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
  }

  static Certificate certificate(Path directory) throws Exception {
    Path keys = directory.resolve("keys.p12");
    Path pem = directory.resolve("certificate.pem");
    String common = " -storepass " + PASSWORD + " -alias it -keystore " + keys;
    keytool(
        "-genkeypair -keyalg EC -dname CN=localhost -ext san=ip:127.0.0.1 -storetype PKCS12"
            + common);
    keytool("-exportcert -rfc -file " + pem + common);
    return new Certificate(keys, pem);
  }

  private static void keytool(String arguments) throws Exception {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder((tool + " " + arguments).split(" "))
            .redirectErrorStream(true)
            .redirectOutput(Files.createTempFile("keytool", ".txt").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keytool " + arguments);
    }
  }

  String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
