package io.runwhy.extension.run;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ids of the container and the pod, read out of the kernel's own files. */
final class ContainerId {
  private static final Pattern CONTAINER = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern ECS =
      Pattern.compile("/ecs/(?:[^/]{1,255}/){1,2}([0-9a-f]{32}-[0-9]{1,20})$");
  private static final Pattern MOUNT =
      Pattern.compile("/(?:containers|overlay-containers|sandboxes)/([0-9a-f]{64})/");
  private static final Pattern POD =
      Pattern.compile(
          "pods?[/-]?([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12})");

  private ContainerId() {}

  /**
   * The container's id, or empty.
   *
   * @param cgroup lines of /proc/self/cgroup: with cgroup v1 their paths end with it
   * @param mountinfo lines of /proc/self/mountinfo: with cgroup v2 the source of /etc/hostname and
   *     its like holds it
   */
  static String container(List<String> cgroup, List<String> mountinfo) {
    for (String line : cgroup) {
      String last = line.substring(line.lastIndexOf('/') + 1);
      Matcher matcher = CONTAINER.matcher(last);
      if (matcher.find()) {
        return matcher.group();
      }
      Matcher ecs = ECS.matcher(line);
      if (ecs.find()) {
        return ecs.group(1);
      }
    }
    for (String line : mountinfo) {
      String[] fields = line.split(" ", 6);
      if (fields.length == 6
          && (fields[4].equals("/etc/hostname")
              || fields[4].equals("/etc/hosts")
              || fields[4].equals("/etc/resolv.conf"))) {
        Matcher matcher = MOUNT.matcher(fields[3]);
        if (matcher.find()) {
          return matcher.group(1);
        }
      }
    }
    return "";
  }

  /** The pod's uid, or empty: of its cgroup path, or of the directory that its files are in. */
  static String pod(List<String> cgroup, List<String> mountinfo) {
    for (String line : cgroup) {
      if (line.contains("kubepods")) {
        Matcher matcher = POD.matcher(line);
        if (matcher.find()) {
          return matcher.group(1).replace('_', '-');
        }
      }
    }
    for (String line : mountinfo) {
      String[] fields = line.split(" ", 6);
      if (fields.length == 6 && (fields[3].contains("/pods/") || fields[3].contains("kubepods"))) {
        Matcher matcher = POD.matcher(fields[3]);
        if (matcher.find()) {
          return matcher.group(1).replace('_', '-');
        }
      }
    }
    return "";
  }
}
