package io.runwhy.extension.code;

import io.runwhy.extension.hook.HookCall;
import io.runwhy.extension.hook.Reflection;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Downloads and input streams of the synchronous Azure blob clients. */
final class AzureHook extends ObjectHook {
  AzureHook(Steps steps) {
    super(steps, true);
  }

  @Override
  @Nullable Target target(HookCall call) {
    Object client = call.instance();
    Verb verb = call.name().startsWith("downloadToFile") ? Verb.DOWNLOAD : Verb.GET;
    String url = Reflection.text(client, "getBlobUrl");
    String host = Location.host(Location.of(url));
    return Target.of(verb, "azure_blob", url)
        .name("container", Reflection.text(client, "getContainerName"))
        .name("blob", Reflection.text(client, "getBlobName"))
        .name("account", Reflection.text(client, "getAccountName"))
        .name("host", host)
        .build();
  }

  @Override
  long bytes(HookCall call, @Nullable Object result) {
    String[][] ways = {
      {"getBlobSize"},
      {"getValue", "getBlobSize"},
      {"getLength"},
      {"getValue", "getLength"},
      {"getProperties", "getBlobSize"},
      {"getDeserializedHeaders", "getContentLength"},
    };
    for (String[] way : ways) {
      long size = Reflection.number(result, way);
      if (size >= 0) {
        return size;
      }
    }
    return -1;
  }

  @Override
  Failure failure(Throwable thrown) {
    int status = (int) Math.max(0, Reflection.number(thrown, "getStatusCode"));
    return Failure.thrown(Reflection.text(thrown, "getErrorCode"), status, thrown);
  }
}
