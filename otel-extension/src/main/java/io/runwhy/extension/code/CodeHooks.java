package io.runwhy.extension.code;

import io.opentelemetry.api.trace.Tracer;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.emit.EventSink;
import io.runwhy.extension.hook.Dispatcher;
import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.Lazy;
import io.runwhy.extension.run.OwnRun;
import java.time.Clock;

/** What is told of fetching code and data. */
public final class CodeHooks {
  private CodeHooks() {}

  /**
   * Adds the hooks that the options leave on.
   *
   * @param own whose the records are
   */
  public static void add(
      Dispatcher dispatcher, Options options, Tracer tracer, EventSink events, OwnRun own) {
    if (!options.isOn(Option.CODE)) {
      return;
    }
    Lazy<Steps> steps =
        Lazy.of(() -> new Steps(tracer, events, Hints.load(), own, Clock.systemUTC()));
    String code = Option.CODE.property();
    dispatcher.add(
        code,
        Lazy.hook(() -> new GitHook(steps.get())),
        ".CloneCommand.call",
        ".FetchCommand.call",
        ".PullCommand.call",
        ".CheckoutCommand.call");
    dispatcher.add(
        code,
        Lazy.hook(() -> new S3Hook(steps.get())),
        ".DefaultS3Client.getObject",
        ".DefaultS3AsyncClient.getObject");
    dispatcher.add(
        code,
        Lazy.hook(() -> new GcsHook(steps.get())),
        "StorageImpl.readAllBytes",
        "StorageImpl.downloadTo");
    dispatcher.add(
        code,
        Lazy.hook(() -> new GcsReaderHook(steps.get())),
        "StorageImpl.reader",
        "StorageReadChannel.read",
        "StorageReadChannel.close",
        "GrpcBlobReadChannel.read",
        "GrpcBlobReadChannel.close");
    Hook azure = Lazy.hook(() -> new AzureHook(steps.get()));
    for (String method :
        new String[] {"download", "downloadStream", "downloadContent", "downloadToFile"}) {
      dispatcher.add(
          code, azure, ".BlobClientBase." + method, ".BlobClientBase." + method + "WithResponse");
    }
    dispatcher.add(code, azure, ".BlobClientBase.openInputStream");
    if (options.isOn(Option.CODE_HTTP)) {
      Lazy<Downloads> downloads = Lazy.of(Downloads::load);
      String http = Option.CODE_HTTP.property();
      dispatcher.add(
          http,
          Lazy.hook(() -> new UrlConnectionHook(steps.get(), downloads.get())),
          "sun.net.www.protocol.http.HttpURLConnection.getInputStream");
      dispatcher.add(
          http,
          Lazy.hook(() -> new HttpClientHook(steps.get(), downloads.get())),
          "jdk.internal.net.http.HttpClientImpl.send",
          "jdk.internal.net.http.HttpClientImpl.sendAsync");
    }
  }
}
