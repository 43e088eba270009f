package io.runwhy.bridge.http;

import io.runwhy.bridge.model.RunSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the API looks runs up. */
public interface RunDirectory {
  /** The bridge cannot answer now; the message says why. */
  final class BusyException extends Exception {
    private static final long serialVersionUID = 1L;

    public BusyException(String message) {
      super(message);
    }
  }

  /** The run with this id, or the newest with this name; null when none is known. */
  @Nullable RunSnapshot find(String idOrName) throws BusyException;

  /** Every known run, oldest first. */
  List<RunSnapshot> list() throws BusyException;

  /** Whether the first lists are in and every watch is alive. */
  boolean ready();
}
