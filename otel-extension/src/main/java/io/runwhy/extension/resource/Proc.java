package io.runwhy.extension.resource;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/** The files of processes below one root. */
final class Proc {
  /** Open files that are counted one by one, on a kernel that does not tell their number. */
  static final int MAX_FILE_DESCRIPTORS = 10_000;

  private static final int AT_PAGE_SIZE = 6;
  private static final int AT_CLOCK_TICKS = 17;

  private final String root;
  private final SmallFile file = new SmallFile();
  private final long pageSize;
  private final long ticksPerSecond;

  Proc(String root) {
    this.root = root;
    this.pageSize = auxiliary(AT_PAGE_SIZE, 4_096, 1_024, 1 << 20);
    this.ticksPerSecond = auxiliary(AT_CLOCK_TICKS, 100, 1, 100_000);
  }

  /** A value that the kernel gave the process at its start: pairs of words, key and value. */
  private long auxiliary(int key, long byDefault, long least, long most) {
    if (file.read(root + "/self/auxv")) {
      boolean little = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
      for (int width = 8; width >= 4; width -= 4) {
        for (int at = 0; at + 2 * width <= file.length(); at += 2 * width) {
          long value = word(at + width, width, little);
          if (word(at, width, little) == key && value >= least && value <= most) {
            return value;
          }
        }
      }
    }
    return byDefault;
  }

  private long word(int at, int width, boolean little) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      int index = little ? at + width - 1 - i : at + i;
      value = value << 8 | file.at(index) & 0xff;
    }
    return value;
  }

  /** False when there is no such process, or it cannot be read. */
  boolean stat(String pid, ProcStat into) {
    return file.read(root + "/" + pid + "/stat") && into.parse(file);
  }

  /** The most memory that was resident at a time, in bytes. */
  long peak(String pid) {
    long kibibytes =
        file.read(root + "/" + pid + "/status") ? file.numberOf("VmHWM:") : SmallFile.ABSENT;
    return kibibytes < 0 || kibibytes > 1L << 50 ? SmallFile.ABSENT : kibibytes * 1_024;
  }

  /**
   * The file with the children of a thread, to be read number by number; empty when there is none.
   */
  SmallFile children(String pid, String thread) {
    file.read(root + "/" + pid + "/task/" + thread + "/children");
    return file;
  }

  boolean hasChildren(String pid, long thread) {
    return new File(root + "/" + pid + "/task/" + thread + "/children").exists();
  }

  /** Names of its threads; empty when it is gone. */
  String[] threads(String pid) {
    String[] names = new File(root + "/" + pid + "/task").list();
    return names == null ? new String[0] : names;
  }

  /** Open files of this process. */
  long fileDescriptors() {
    File directory = new File(root + "/self/fd");
    long told = root.equals("/proc") ? directory.length() : 0; // their number, since Linux 6.2
    if (told > 0) {
      return told;
    }
    Path path = Paths.get(directory.getPath());
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      long count = 0;
      for (Path ignored : entries) {
        if (++count > MAX_FILE_DESCRIPTORS) {
          return SmallFile.ABSENT;
        }
      }
      return count == 0 ? SmallFile.ABSENT : count;
    } catch (IOException | DirectoryIteratorException | SecurityException e) {
      return SmallFile.ABSENT;
    }
  }

  /** Seconds since the process began; 0 when that cannot be known. */
  double age(ProcStat stat) {
    double uptime = file.read(root + "/uptime") ? file.decimal() : SmallFile.ABSENT;
    double age = uptime - (double) stat.start() / ticksPerSecond;
    return uptime < 0 || age < 0 ? 0 : age;
  }

  double seconds(long ticks) {
    return (double) ticks / ticksPerSecond;
  }

  double bytes(long pages) {
    return (double) pages * pageSize;
  }
}
