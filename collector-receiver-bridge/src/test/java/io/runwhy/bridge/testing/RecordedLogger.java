package io.runwhy.bridge.testing;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** A logger whose lines a test reads: level and message. */
public final class RecordedLogger {
  public final List<String> lines = new CopyOnWriteArrayList<>();

  public Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, args) -> {
              if (args == null || !(args[0] instanceof String format)) {
                return method.getReturnType() == boolean.class ? Boolean.TRUE : null;
              }
              Object[] values =
                  args.length == 2 && args[1] instanceof Object[] many
                      ? many
                      : Arrays.copyOfRange(args, 1, args.length);
              lines.add(
                  method.getName().toUpperCase(Locale.ROOT)
                      + " "
                      + MessageFormatter.arrayFormat(format, values).getMessage());
              return null;
            });
  }
}
