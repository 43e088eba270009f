package io.runwhy.extension.process;

import io.runwhy.extension.emit.Daemon;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What a Process tells on Java 9 and later, and what can be known on Java 8. */
final class JavaProcess {
  private static final @Nullable Method PID = method(Process.class, "pid");
  private static final @Nullable Method ON_EXIT = method(Process.class, "onExit");
  private static final @Nullable Method HANDLE_PID = handlePid();

  private JavaProcess() {}

  /** 0 when it is not told. */
  static long pid(Process process) {
    try {
      if (PID != null) {
        return (Long) PID.invoke(process);
      }
      Field field = process.getClass().getDeclaredField("pid");
      field.setAccessible(true);
      return field.getInt(process);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return 0;
    }
  }

  /** Of a ProcessHandle; 0 when it is none. */
  static long handlePid(@Nullable Object handle) {
    try {
      return HANDLE_PID == null || handle == null ? 0 : (Long) HANDLE_PID.invoke(handle);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return 0;
    }
  }

  /**
   * Calls back once it has exited, on a thread of the executor; on Java 8 on a thread made for it.
   */
  @SuppressWarnings("FutureReturnValueIgnored")
  static void onExit(Process process, Executor executor, Runnable then) {
    if (ON_EXIT != null) {
      try {
        ((CompletableFuture<?>) ON_EXIT.invoke(process)).thenRunAsync(then, executor);
        return;
      } catch (ReflectiveOperationException | RuntimeException ignored) {
        // a Process of another kind: it is waited for
      }
    }
    Daemon.of(
            "runwhy-child",
            () -> {
              try {
                process.waitFor();
                executor.execute(then);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })
        .start();
  }

  private static @Nullable Method method(Class<?> type, String name) {
    try {
      return type.getMethod(name);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private static @Nullable Method handlePid() {
    try {
      return Class.forName("java.lang.ProcessHandle").getMethod("pid");
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
