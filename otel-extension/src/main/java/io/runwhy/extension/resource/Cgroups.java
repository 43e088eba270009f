package io.runwhy.extension.resource;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Finds the control groups that hold this process: its path in each hierarchy, joined with the
 * place where that hierarchy is mounted. Version 1, version 2, and both at once.
 */
final class Cgroups {
  /** Parents that are asked for their limit. */
  static final int MAX_DEPTH = 32;

  /** Where hierarchies are mounted, unless an option says otherwise. */
  static final String DEFAULT_ROOT = "/sys/fs/cgroup";

  private final String[] memberships;
  private final List<String[]> mounts = new ArrayList<>();
  private final String root;

  /**
   * @param memberships what {@code /proc/self/cgroup} says
   * @param mountinfo what {@code /proc/self/mountinfo} says; may be empty
   * @param root in place of {@value #DEFAULT_ROOT}
   */
  Cgroups(String memberships, String mountinfo, String root) {
    this.memberships = memberships.split("\n");
    this.root = root;
    for (String line : mountinfo.split("\n")) {
      int dash = line.indexOf(" - ");
      String[] front = dash < 0 ? new String[0] : line.substring(0, dash).split(" ");
      String[] back = dash < 0 ? new String[0] : line.substring(dash + 3).split(" ");
      if (front.length >= 5 && back.length >= 3 && back[0].startsWith("cgroup")) {
        mounts.add(new String[] {back[0], back[2], unescaped(front[3]), unescaped(front[4])});
      }
    }
  }

  /** A group and its parents as far as they can be seen, the group first. */
  static final class Group {
    private final boolean second;
    private final List<String> directories;

    Group(boolean second, List<String> directories) {
      this.second = second;
      this.directories = Collections.unmodifiableList(directories);
    }

    /** Whether it is of version 2. */
    boolean isSecond() {
      return second;
    }

    String directory() {
      return directories.get(0);
    }

    List<String> directories() {
      return directories;
    }
  }

  /** The group of a controller; null when there is none, or it is the whole machine. */
  @Nullable Group of(String controller) {
    Group group = null;
    for (String line : memberships) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && Arrays.asList(parts[1].split(",")).contains(controller)) {
        group = group(false, mount(controller), parts[2], root + "/" + controller);
      }
    }
    return group == null ? unified() : machine(group);
  }

  /** The group of version 2; null when there is none, or it is the whole machine. */
  @Nullable Group unified() {
    for (String line : memberships) {
      if (line.startsWith("0::")) {
        Group group = group(true, mount(""), line.substring(3), root);
        return group == null ? null : machine(group);
      }
    }
    return null;
  }

  private static @Nullable Group machine(Group group) {
    String directory = group.directory();
    boolean part =
        group.isSecond()
            ? exists(directory + "/cgroup.events") || exists(directory + "/memory.current")
            : !exists(directory + "/release_agent");
    return part ? group : null;
  }

  private String @Nullable [] mount(String controller) {
    for (String[] mount : mounts) {
      boolean fits =
          controller.isEmpty()
              ? mount[0].equals("cgroup2")
              : mount[0].equals("cgroup")
                  && Arrays.asList(mount[1].split(",")).contains(controller);
      if (fits) {
        return mount;
      }
    }
    return null;
  }

  private @Nullable Group group(
      boolean second, String @Nullable [] mount, String path, String byDefault) {
    String top = mount == null ? byDefault : moved(mount[3]);
    String above = mount == null ? "/" : mount[2];
    String below = path.equals("/") ? "" : path;
    if (above.length() > 1 && (below + "/").startsWith(above + "/")) {
      below = below.substring(above.length());
    }
    if (below.contains("/..") || !exists(top + below)) {
      below = ""; // of another namespace: the mount is the group
    }
    if (!exists(top)) {
      return null;
    }
    List<String> directories = new ArrayList<>();
    while (directories.size() < MAX_DEPTH) {
      directories.add(top + below);
      if (below.isEmpty()) {
        break;
      }
      below = below.substring(0, Math.max(0, below.lastIndexOf('/')));
    }
    return new Group(second, directories);
  }

  private String moved(String place) {
    return place.equals(DEFAULT_ROOT) || place.startsWith(DEFAULT_ROOT + "/")
        ? root + place.substring(DEFAULT_ROOT.length())
        : place;
  }

  private static boolean exists(String path) {
    return new File(path).exists();
  }

  /** Spaces and the like are written as a backslash and three octal digits. */
  private static String unescaped(String text) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 3 < text.length() && text.substring(i + 1, i + 4).matches("[0-7]{3}")) {
        c = (char) Integer.parseInt(text.substring(i + 1, i + 4), 8);
        i += 3;
      }
      result.append(c);
    }
    return result.toString();
  }
}
