package io.runwhy.extension.emit.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** One file that this process writes. Used by one thread. */
final class Segment {
  private final SpoolDirectory directory;
  private final String name;
  private final FileChannel channel;
  private final long start;
  private final Ledger ledger;
  private long end;
  private long written;

  private Segment(SpoolDirectory directory, String name, FileChannel channel, long start) {
    this.directory = directory;
    this.name = name;
    this.channel = channel;
    this.start = start;
    this.end = start;
    this.written = start;
    this.ledger = new Ledger(start);
  }

  static Segment create(SpoolDirectory directory, String name, byte[] about) throws IOException {
    ByteBuffer head = Frames.head(about);
    int start = head.remaining();
    return new Segment(directory, name, directory.create(name, head), start);
  }

  /** Appends with one write. There is no fsync: it survives the process, not the machine. */
  Receipt append(ByteBuffer frame) throws IOException {
    int length = frame.remaining();
    try {
      SpoolDirectory.write(channel, frame, end);
    } catch (IOException e) {
      channel.truncate(end);
      throw e;
    }
    end += length;
    return ledger.add(end);
  }

  /** Writes down what is delivered; a file of which all is delivered becomes as short as it was. */
  void settle() throws IOException {
    long delivered = ledger.delivered();
    if (delivered == written) {
      return;
    }
    if (ledger.isEmpty()) {
      channel.truncate(start);
      end = start;
      delivered = start;
      ledger.restart(start);
    }
    if (written != delivered) {
      SpoolDirectory.write(channel, Frames.offset(delivered), Frames.OFFSET);
      written = delivered;
    }
  }

  long bytes() {
    return end;
  }

  boolean isEmpty() {
    return ledger.isEmpty();
  }

  int undelivered() {
    return ledger.size();
  }

  void delete() throws IOException {
    directory.delete(name);
    close();
  }

  /** Gives up the lock, as the end of the process does. */
  void close() {
    SpoolDirectory.closeQuietly(channel);
  }
}
