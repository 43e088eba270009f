package io.runwhy.bridge.logs;

import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.model.LogTail.Line;
import io.runwhy.conventions.Redactor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log to its end and keeps the last lines, within the limits of {@link LogsConfig}: cleaned
 * of terminal codes and progress bars, invalid UTF-8 replaced, redacted. Linear in time; memory is
 * bounded by the limits, whatever comes.
 */
public final class TailBuilder {
  static final String CUT = " … [line cut]";

  /** Bytes read at the most of one log; what the server sends beyond is left unread. */
  static final long READ_LIMIT = 64L * 1024 * 1024;

  private static final Pattern TERMINAL_CODES =
      Pattern.compile(
          "\\x1B(?:\\[[0-?]{0,32}[ -/]{0,8}[@-~]|\\][^\\x07\\x1B]{0,256}(?:\\x07|\\x1B\\\\)?|[@-Z\\\\-_])");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t]]");

  private final LogsConfig config;

  public TailBuilder(LogsConfig config) {
    this.config = config;
  }

  /** The kept lines, and whether earlier ones were left out. */
  public record Tail(List<Line> lines, boolean truncated) {}

  /**
   * Reads to the end of the stream.
   *
   * @param timestamps whether each line begins with an RFC 3339 time and a blank
   */
  public Tail read(InputStream in, boolean timestamps) throws IOException {
    Kept kept = new Kept();
    byte[] buffer = new byte[16 * 1024];
    byte[] line = new byte[config.maxLineBytes()];
    int length = 0;
    boolean cut = false;
    long total = 0;
    int n;
    while (total < READ_LIMIT && (n = in.read(buffer)) >= 0) {
      total += n;
      for (int i = 0; i < n; i++) {
        byte b = buffer[i];
        if (b == '\n') {
          kept.add(line, length, cut);
          length = 0;
          cut = false;
        } else if (length < line.length) {
          line[length++] = b;
        } else {
          cut = true;
        }
      }
    }
    if (length > 0) {
      kept.add(line, length, cut);
    }
    return new Tail(lines(kept, timestamps), kept.truncated);
  }

  /** The last raw lines within the limits. */
  private final class Kept {
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private final Deque<Boolean> cuts = new ArrayDeque<>();
    private long bytes;
    private boolean truncated;

    void add(byte[] line, int length, boolean cut) {
      lines.addLast(java.util.Arrays.copyOf(line, length));
      cuts.addLast(cut);
      bytes += length + 1;
      while (lines.size() > config.tailLines() || (bytes > config.maxBytes() && lines.size() > 1)) {
        bytes -= lines.removeFirst().length + 1;
        cuts.removeFirst();
        truncated = true;
      }
    }
  }

  private static List<Line> lines(Kept kept, boolean timestamps) {
    List<Line> result = new ArrayList<>(kept.lines.size());
    List<Boolean> cuts = List.copyOf(kept.cuts);
    StringBuilder text = new StringBuilder();
    List<@Nullable Instant> times = new ArrayList<>();
    int i = 0;
    for (byte[] raw : kept.lines) {
      String line = new String(raw, StandardCharsets.UTF_8);
      Instant time = null;
      int blank = line.indexOf(' ');
      if (timestamps && blank > 0) {
        time = time(line.substring(0, blank));
        line = time == null ? line : line.substring(blank + 1);
      }
      if (i > 0) {
        text.append('\n');
      }
      text.append(clean(line)).append(cuts.get(i) ? CUT : "");
      times.add(time);
      i++;
    }
    // Redacted as a whole: a private key stands on several lines.
    String[] clean = Redactor.redact(text.toString()).split("\n", -1);
    boolean aligned = clean.length == times.size();
    for (int k = 0; k < clean.length; k++) {
      if (!times.isEmpty()) {
        result.add(
            new Line(aligned ? times.get(k) : times.get(Math.min(k, times.size() - 1)), clean[k]));
      }
    }
    return result;
  }

  /** What a person would have seen on a terminal: the last state of a line that was drawn over. */
  static String clean(String line) {
    String text = TERMINAL_CODES.matcher(line).replaceAll("");
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\r') {
      end--;
    }
    int drawn = text.lastIndexOf('\r', Math.max(0, end - 1));
    return CONTROL
        .matcher(text.substring(drawn < 0 || drawn >= end ? 0 : drawn + 1, end))
        .replaceAll("");
  }

  private static @Nullable Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException notATime) {
      return null;
    }
  }
}
