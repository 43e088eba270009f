package io.runwhy.extension.emit.spool;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The file of a dead process, taken over: it is locked until all of it is delivered. */
public final class Orphan {
  /** Most bytes of one file that are read. */
  static final int MAX_BYTES = 4 << 20;

  private final Path file;
  private final FileChannel channel;
  private final Frames.Contents contents;
  private final Iterator<Frames.Frame> frames;
  private final Ledger ledger = new Ledger(Frames.HEADER);
  private long written = Frames.HEADER;

  private Orphan(Path file, FileChannel channel, Frames.Contents contents) {
    this.file = file;
    this.channel = channel;
    this.contents = contents;
    this.frames = contents.frames.iterator();
  }

  /** A payload that was not delivered. */
  public static final class Spooled {
    private final byte[] payload;
    private final Receipt receipt;

    Spooled(byte[] payload, Receipt receipt) {
      this.payload = payload;
      this.receipt = receipt;
    }

    public byte[] payload() {
      return payload;
    }

    public Receipt receipt() {
      return receipt;
    }
  }

  /** Null when its process is alive, or it cannot be read, or another version wrote it. */
  static @Nullable Orphan of(Path file) {
    FileChannel channel = SpoolDirectory.takeOver(file);
    if (channel == null) {
      return null;
    }
    try {
      int size = (int) Math.min(channel.size(), MAX_BYTES);
      ByteBuffer bytes = ByteBuffer.allocate(size);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, bytes.position()) < 0) {
          throw new EOFException(file.toString());
        }
      }
      if (Frames.isOfAnotherVersion(bytes.array())) {
        channel.close();
        return null;
      }
      return new Orphan(file, channel, Frames.read(bytes.array()));
    } catch (IOException | RuntimeException e) {
      SpoolDirectory.closeQuietly(channel);
      return null;
    }
  }

  /** Whose they are, as its process wrote it; empty when it cannot be read. */
  public byte[] about() {
    return contents.about;
  }

  /** The next one; null after the last. */
  public @Nullable Spooled next() {
    if (!frames.hasNext()) {
      return null;
    }
    Frames.Frame frame = frames.next();
    return new Spooled(frame.payload, ledger.add(frame.end));
  }

  /** How many it holds altogether. */
  int size() {
    return contents.frames.size();
  }

  /**
   * Writes down what is delivered, and deletes the file when that is all.
   *
   * @return whether it is deleted
   */
  public boolean settle() {
    try {
      if (!frames.hasNext() && ledger.isEmpty()) {
        delete();
        return true;
      }
      long delivered = ledger.delivered();
      if (delivered != written) {
        SpoolDirectory.write(channel, Frames.offset(delivered), Frames.OFFSET);
        written = delivered;
      }
    } catch (IOException e) {
      // the next process sends it again, with the same ids
    }
    return false;
  }

  /** Emptied first: who opened it before it went finds nothing to send again. */
  void delete() throws IOException {
    try {
      channel.truncate(0);
      Files.deleteIfExists(file);
    } finally {
      close();
    }
  }

  /** Gives up the lock, as the end of the process does. */
  void close() {
    SpoolDirectory.closeQuietly(channel);
  }
}
