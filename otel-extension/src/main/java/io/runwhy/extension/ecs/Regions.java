package io.runwhy.extension.ecs;

import io.runwhy.extension.hook.Reflection;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The region of each client, asked for once: the SDK builds its configuration anew for whoever
 * asks. Clients that the program let go are forgotten.
 */
final class Regions {
  private final Map<Object, String> known = Collections.synchronizedMap(new WeakHashMap<>());

  /** Empty when it is not known. */
  String of(@Nullable Object client) {
    if (client == null) {
      return "";
    }
    String region = known.get(client);
    if (region == null) {
      region =
          Reflection.text(Reflection.get(client, "serviceClientConfiguration", "region"), "id");
      known.put(client, region);
    }
    return region;
  }
}
