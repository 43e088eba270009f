package io.runwhy.extension.emit.spool;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;

/**
 * How a file of the spool is written. A header of {@value #HEADER} bytes: {@code RUNWHY}, a zero,
 * the version, and the offset up to which all is delivered. Then frames: length, CRC32, payload.
 * The first frame says whose the others are.
 */
final class Frames {
  /** Bytes of the header. */
  static final int HEADER = 16;

  /** Where the delivered offset stands in it. */
  static final int OFFSET = 8;

  /** Largest payload, in bytes. */
  static final int MAX_PAYLOAD = 256 << 10;

  private static final byte[] MAGIC = {'R', 'U', 'N', 'W', 'H', 'Y', 0, 1};
  private static final int PREFIX = 8;

  private Frames() {}

  /** A payload and where its frame ends in the file. */
  static final class Frame {
    final byte[] payload;
    final long end;

    Frame(byte[] payload, long end) {
      this.payload = payload;
      this.end = end;
    }
  }

  /** What a file holds that is not delivered. */
  static final class Contents {
    final byte[] about;
    final List<Frame> frames;

    Contents(byte[] about, List<Frame> frames) {
      this.about = about;
      this.frames = Collections.unmodifiableList(frames);
    }
  }

  /** The beginning of a new file. */
  static ByteBuffer head(byte[] about) {
    int end = HEADER + PREFIX + about.length;
    ByteBuffer head = ByteBuffer.allocate(end);
    head.put(MAGIC).putLong(end).put(frame(about));
    flip(head);
    return head;
  }

  static ByteBuffer frame(byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(PREFIX + payload.length);
    frame.putInt(payload.length).putInt(checksum(payload)).put(payload);
    flip(frame);
    return frame;
  }

  static ByteBuffer offset(long delivered) {
    ByteBuffer offset = ByteBuffer.allocate(8);
    offset.putLong(delivered);
    flip(offset);
    return offset;
  }

  /**
   * Reads a file, whatever is in it: what is torn at its end is left out, and so is a frame whose
   * checksum is wrong. No frames where it is not one of ours.
   */
  static Contents read(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    List<Frame> frames = new ArrayList<>();
    if (file.length < HEADER || !isOurs(file)) {
      return new Contents(new byte[0], frames);
    }
    long delivered = in.getLong(OFFSET);
    move(in, HEADER);
    byte[] about = null;
    while (in.remaining() >= PREFIX) {
      int length = in.getInt();
      int checksum = in.getInt();
      if (length < 0 || length > MAX_PAYLOAD || length > in.remaining()) {
        break;
      }
      byte[] payload = new byte[length];
      in.get(payload);
      boolean whole = checksum(payload) == checksum;
      if (about == null) {
        about = whole ? payload : new byte[0];
      } else if (whole && length > 0 && in.position() > delivered) {
        frames.add(new Frame(payload, in.position()));
      }
    }
    return new Contents(about == null ? new byte[0] : about, frames);
  }

  /** Whether another version of the extension wrote it: to be left alone. */
  static boolean isOfAnotherVersion(byte[] file) {
    int last = MAGIC.length - 1;
    if (file.length < MAGIC.length || file[last] == MAGIC[last] || file[last] == 0) {
      return false;
    }
    byte[] same = file.clone();
    same[last] = MAGIC[last];
    return isOurs(same);
  }

  private static boolean isOurs(byte[] file) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (file[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  private static int checksum(byte[] payload) {
    CRC32 checksum = new CRC32();
    checksum.update(payload, 0, payload.length);
    return (int) checksum.getValue();
  }

  // Java 9 gave these methods other return types; with release 8 the older ones are called.
  private static void flip(ByteBuffer buffer) {
    buffer.flip();
  }

  private static void move(ByteBuffer buffer, int position) {
    buffer.position(position);
  }
}
