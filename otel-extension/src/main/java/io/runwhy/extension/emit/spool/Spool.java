package io.runwhy.extension.emit.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Keeps payloads in files until they are delivered, so that the next process can deliver what this
 * one could not. Whatever goes wrong is said once; it is off from then on. Used by one thread.
 */
public final class Spool {
  /** Files that the bytes of a process are divided into; the oldest goes when it is full. */
  static final int SEGMENTS = 4;

  /** Largest file, in bytes. */
  static final long MAX_SEGMENT = 1L << 20;

  private final SpoolDirectory[] candidates;
  private final byte[] about;
  private final long maxBytes;
  private final long totalBytes;
  private final Consumer<String> problem;
  private final String process = process();
  private final Deque<Segment> segments = new ArrayDeque<>();
  private @Nullable SpoolDirectory chosen;
  private int made;
  private boolean off;
  private long spooled;
  private long dropped;

  private Spool(
      SpoolDirectory[] candidates,
      byte[] about,
      long maxBytes,
      long totalBytes,
      Consumer<String> problem) {
    this.candidates = candidates;
    this.about = about;
    this.maxBytes = maxBytes;
    this.totalBytes = totalBytes;
    this.problem = problem;
  }

  /**
   * A spool; nothing is touched before it is used.
   *
   * @param directory empty: {@code runwhy-spool} where temporary files are, or, when that is
   *     another user's, {@code runwhy-spool-USER}
   * @param about whose the payloads are; kept in each file
   * @param maxBytes of this process's files
   * @param totalBytes of all files in the directory
   * @param problem is told once why it is off
   */
  public static Spool in(
      String directory, byte[] about, long maxBytes, long totalBytes, Consumer<String> problem) {
    try {
      return new Spool(candidates(directory), about, maxBytes, totalBytes, problem);
    } catch (InvalidPathException e) {
      problem.accept(e.getMessage());
      return none();
    }
  }

  /** One that keeps nothing. */
  public static Spool none() {
    Spool none = new Spool(new SpoolDirectory[0], new byte[0], 0, 0, text -> {});
    none.off = true;
    return none;
  }

  private static SpoolDirectory[] candidates(String directory) {
    if (!directory.isEmpty()) {
      return new SpoolDirectory[] {new SpoolDirectory(Paths.get(directory), false)};
    }
    Path common = Paths.get(System.getProperty("java.io.tmpdir", "/tmp"));
    String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
    return new SpoolDirectory[] {
      new SpoolDirectory(common.resolve("runwhy-spool"), true),
      new SpoolDirectory(common.resolve("runwhy-spool-" + user), true)
    };
  }

  /** Keeps a payload; null when it is not kept. */
  public @Nullable Receipt append(byte[] payload) {
    if (off || payload.length == 0 || payload.length > Frames.MAX_PAYLOAD) {
      return null;
    }
    ByteBuffer frame = Frames.frame(payload);
    if (frame.remaining() > maxBytes) {
      return null;
    }
    try {
      Receipt receipt = segment(frame.remaining()).append(frame);
      spooled++;
      return receipt;
    } catch (IOException | RuntimeException e) {
      off(e);
      return null;
    }
  }

  /** Writes down what is delivered. */
  public void settle() {
    try {
      for (Segment segment : segments) {
        segment.settle();
      }
      while (segments.size() > 1 && segments.getFirst().isEmpty()) {
        segments.removeFirst().delete();
      }
    } catch (IOException | RuntimeException e) {
      off(e);
    }
  }

  /** Removes the last file when nothing is in it: a process that ends well leaves none. */
  public void tidy() {
    settle();
    try {
      while (!segments.isEmpty() && segments.getFirst().isEmpty()) {
        segments.removeFirst().delete();
      }
    } catch (IOException | RuntimeException e) {
      off(e);
    }
  }

  /** The next file of a dead process, the oldest first; null when there is none. */
  public @Nullable Orphan adopt() {
    if (off || !isThere()) {
      return null;
    }
    try {
      for (Path file : directory().others()) {
        Orphan orphan = Orphan.of(file);
        if (orphan != null && (orphan.size() > 0 || !orphan.settle())) {
          return orphan;
        }
      }
    } catch (IOException | RuntimeException e) {
      off(e);
    }
    return null;
  }

  /** Whether payloads are kept. */
  public boolean isOn() {
    return !off;
  }

  /** Whether there is a file of this process. */
  public boolean hasFiles() {
    return !off && !segments.isEmpty();
  }

  /** Payloads that were written. */
  public long spooled() {
    return spooled;
  }

  /** Payloads that went for lack of room, those of dead processes among them. */
  public long dropped() {
    return dropped;
  }

  /** What its files are named by. */
  String name() {
    return process;
  }

  /** Gives up all locks, as the end of the process does. */
  public void abandon() {
    off = true;
    segments.forEach(Segment::close);
    segments.clear();
  }

  private Segment segment(int length) throws IOException {
    Segment last = segments.peekLast();
    long limit = Math.max(1, Math.min(maxBytes / SEGMENTS, MAX_SEGMENT));
    if (last != null && (last.isEmpty() || last.bytes() + length <= limit)) {
      return last;
    }
    makeRoom(Math.max(limit, length));
    Segment next =
        Segment.create(directory(), process + String.format(Locale.ROOT, "-%06d", made++), about);
    segments.addLast(next);
    return next;
  }

  private boolean isThere() {
    for (SpoolDirectory candidate : candidates) {
      if (candidate.exists()) {
        return true;
      }
    }
    return false;
  }

  /** The first one that can be used; it is made if it is not there. */
  private SpoolDirectory directory() throws IOException {
    SpoolDirectory known = chosen;
    for (int i = 0; known == null; i++) {
      try {
        candidates[i].prepare(process);
        known = candidates[i];
      } catch (IOException | RuntimeException e) {
        if (i + 1 >= candidates.length) {
          throw e;
        }
      }
    }
    chosen = known;
    return known;
  }

  private void makeRoom(long length) throws IOException {
    while (!segments.isEmpty() && bytes() + length > maxBytes) {
      Segment oldest = segments.removeFirst();
      dropped += oldest.undelivered();
      oldest.delete();
    }
    long total = bytes() + length;
    List<Path> others = directory().others();
    for (Path file : others) {
      total += SpoolDirectory.size(file);
    }
    for (Path file : others) {
      if (total <= totalBytes) {
        break;
      }
      long size = SpoolDirectory.size(file);
      Orphan orphan = Orphan.of(file);
      if (orphan != null) {
        dropped += orphan.size();
        orphan.delete();
        total -= size;
      }
    }
    if (total > totalBytes) {
      throw new FileSystemException(
          directory().path().toString(), null, "is full with files of other processes");
    }
  }

  private long bytes() {
    long bytes = 0;
    for (Segment segment : segments) {
      bytes += segment.bytes();
    }
    return bytes;
  }

  private void off(Exception e) {
    if (!off) {
      off = true;
      problem.accept(
          (chosen == null ? candidates[0] : chosen).path()
              + " cannot be used ("
              + e.getClass().getSimpleName()
              + (e.getMessage() == null ? "" : ": " + e.getMessage())
              + ')');
    }
  }

  /** Process id and time: for the names of files, and for people. */
  private static String process() {
    String pid = "0";
    try {
      pid = Files.readSymbolicLink(Paths.get("/proc/self")).toString();
    } catch (IOException | RuntimeException ignored) {
      // the time alone tells them apart
    }
    return pid + '-' + System.currentTimeMillis() + '-' + Long.toHexString(System.nanoTime());
  }
}
