package io.runwhy.bridge.source.kubernetes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Reads lines of bytes in blocks. A line over the limit is skipped and told. Not thread-safe. */
final class LineReader {
  private final InputStream in;
  private final int limit;
  private final IntConsumer tooLong;
  private final byte[] block = new byte[32 * 1024];
  private int from;
  private int to;

  LineReader(InputStream in, int limit, IntConsumer tooLong) {
    this.in = in;
    this.limit = limit;
    this.tooLong = tooLong;
  }

  /**
   * The next line without its end; null at the end of the stream: what stands there without an end
   * was cut off.
   */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(8 * 1024);
    boolean skip = false;
    while (true) {
      if (from == to) {
        from = 0;
        to = in.read(block);
        if (to < 0) {
          to = 0;
          return null;
        }
      }
      int end = from;
      while (end < to && block[end] != '\n') {
        end++;
      }
      if (line.size() + end - from > limit) {
        skip = true;
        line.reset();
      } else if (!skip) {
        line.write(block, from, end - from);
      }
      boolean complete = end < to;
      from = complete ? end + 1 : end;
      if (complete && skip) {
        tooLong.accept(limit);
        skip = false;
        line.reset();
      } else if (complete) {
        return line.toByteArray();
      }
    }
  }
}
