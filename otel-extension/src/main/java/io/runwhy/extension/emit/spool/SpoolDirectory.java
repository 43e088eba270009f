package io.runwhy.extension.emit.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The directory of the spool. Each file is locked by the process that writes it; the system takes
 * the lock back however that process dies, so a file without one is a dead process's. Only files
 * with our names are ever touched.
 */
final class SpoolDirectory {
  /** Most files that are looked at. */
  static final int MAX_FILES = 1_000;

  private static final String SUFFIX = ".spool";
  private static final FileAttribute<?>[] NONE = {};

  private final Path path;
  private final boolean ofTheUser;
  private final Set<Path> own = new HashSet<>();

  /**
   * @param ofTheUser whether it must be a directory of this user that nobody else can write, as one
   *     in the common place for temporary files has to be
   */
  SpoolDirectory(Path path, boolean ofTheUser) {
    this.path = path;
    this.ofTheUser = ofTheUser;
  }

  Path path() {
    return path;
  }

  boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Makes it if it is not there, and tries whether it is to be used and to be trusted. */
  void prepare(String name) throws IOException {
    if (!Files.isDirectory(path)) {
      Path parent = path.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(path, attributes("rwx------"));
    }
    Path probe = path.resolve("runwhy-" + name + ".new");
    Files.createFile(probe, attributes("rw-------"));
    try {
      if (ofTheUser) {
        check(probe);
      }
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  /** Makes a file that begins with these bytes, and locks it. */
  FileChannel create(String name, ByteBuffer head) throws IOException {
    Path unborn = path.resolve("runwhy-" + name + ".new");
    Path file = path.resolve("runwhy-" + name + SUFFIX);
    FileChannel channel =
        FileChannel.open(
            unborn,
            EnumSet.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ),
            attributes("rw-------"));
    try {
      if (channel.tryLock() == null) {
        throw new FileSystemException(unborn.toString(), null, "is locked by another");
      }
      write(channel, head, 0);
      // It gets its name with its lock: no other process can take it for a dead one's.
      Files.move(unborn, file, StandardCopyOption.ATOMIC_MOVE);
      own.add(file);
      return channel;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(unborn);
      channel.close();
      throw e;
    }
  }

  void delete(String name) throws IOException {
    Path file = path.resolve("runwhy-" + name + SUFFIX);
    Files.deleteIfExists(file);
    own.remove(file);
  }

  /** Files of other processes, the oldest first; those that are alive among them. */
  List<Path> others() {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path, "runwhy-*" + SUFFIX)) {
      for (Path file : all) {
        if (!own.contains(file)
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && files.size() < MAX_FILES) {
          files.add(file);
        }
      }
    } catch (IOException | RuntimeException e) {
      return files;
    }
    files.sort(
        Comparator.comparingLong(SpoolDirectory::lastModified)
            .thenComparing(Comparator.naturalOrder()));
    return files;
  }

  /** Opens the file of a dead process and locks it; null when it is alive or not to be read. */
  static @Nullable FileChannel takeOver(Path file) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(file, EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
      FileLock lock = channel.tryLock();
      if (lock != null && Files.exists(file)) {
        return channel;
      }
      channel.close();
    } catch (IOException | OverlappingFileLockException e) {
      closeQuietly(channel);
    }
    return null;
  }

  static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException ignored) {
      // there is nothing left to do
    }
  }

  static void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  private static long lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  private void check(Path file) throws IOException {
    Set<String> views = path.getFileSystem().supportedFileAttributeViews();
    if (!views.contains("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    if (Files.isSymbolicLink(path)
        || !Files.getOwner(path).equals(Files.getOwner(file))
        || permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new FileSystemException(path.toString(), null, "is not this user's alone");
    }
  }

  private FileAttribute<?>[] attributes(String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : NONE;
  }
}
