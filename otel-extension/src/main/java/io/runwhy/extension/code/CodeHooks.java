package io.runwhy.extension.code;

import io.opentelemetry.api.trace.Tracer;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.emit.EventSink;
import io.runwhy.extension.hook.Dispatcher;
import io.runwhy.extension.run.OwnRun;
import java.io.IOException;
import java.time.Clock;

/** What is told of fetching code and data. */
public final class CodeHooks {
  private CodeHooks() {}

  /**
   * Adds the hooks that the options leave on.
   *
   * @param own whose the records are
   * @throws IOException when a table of ours cannot be read
   */
  public static void add(
      Dispatcher dispatcher, Options options, Tracer tracer, EventSink events, OwnRun own)
      throws IOException {
    if (!options.isOn(Option.CODE)) {
      return;
    }
    Steps steps = new Steps(tracer, events, Hints.load(), own, Clock.systemUTC());
    String code = Option.CODE.property();
    dispatcher.add(
        code,
        new GitHook(steps),
        ".CloneCommand.call",
        ".FetchCommand.call",
        ".PullCommand.call",
        ".CheckoutCommand.call");
    dispatcher.add(
        code, new S3Hook(steps), ".DefaultS3Client.getObject", ".DefaultS3AsyncClient.getObject");
    GcsHook gcs = new GcsHook(steps);
    GcsReaderHook reader = new GcsReaderHook(steps);
    dispatcher.add(code, gcs, "StorageImpl.readAllBytes", "StorageImpl.downloadTo");
    dispatcher.add(
        code,
        reader,
        "StorageImpl.reader",
        "StorageReadChannel.read",
        "StorageReadChannel.close",
        "GrpcBlobReadChannel.read",
        "GrpcBlobReadChannel.close");
    AzureHook azure = new AzureHook(steps);
    for (String method :
        new String[] {"download", "downloadStream", "downloadContent", "downloadToFile"}) {
      dispatcher.add(
          code, azure, ".BlobClientBase." + method, ".BlobClientBase." + method + "WithResponse");
    }
    dispatcher.add(code, azure, ".BlobClientBase.openInputStream");
    if (options.isOn(Option.CODE_HTTP)) {
      Downloads downloads = Downloads.load();
      String http = Option.CODE_HTTP.property();
      dispatcher.add(
          http,
          new UrlConnectionHook(steps, downloads),
          "sun.net.www.protocol.http.HttpURLConnection.getInputStream");
      dispatcher.add(
          http,
          new HttpClientHook(steps, downloads),
          "jdk.internal.net.http.HttpClientImpl.send",
          "jdk.internal.net.http.HttpClientImpl.sendAsync");
    }
  }
}
