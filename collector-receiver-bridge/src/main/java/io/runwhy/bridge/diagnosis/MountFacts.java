package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.PodSpec;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which of a container's volumes a program's words are about. */
final class MountFacts {
  private static final Pattern PATH = Pattern.compile("(?<![\\w.])/[A-Za-z0-9._/-]{1,512}");

  private MountFacts() {}

  /**
   * Adds the volume that a path in the text lies on; without such a path, the only volume that can
   * fill up.
   */
  static void describe(ContainerView container, String text, Finding.Builder builder) {
    ContainerSpec spec = container.spec();
    if (spec == null) {
      return;
    }
    ContainerSpec.Mount mount = named(spec.mounts(), text);
    if (mount == null) {
      List<ContainerSpec.Mount> writable =
          spec.mounts().stream()
              .filter(m -> !m.readOnly() && isWritable(volume(container, m)))
              .toList();
      mount = writable.size() == 1 ? writable.get(0) : null;
    }
    PodSpec.Volume volume = mount == null ? null : volume(container, mount);
    if (mount == null || volume == null) {
      return;
    }
    builder
        .value("mount_path", mount.path())
        .value("volume", volume.name())
        .value("claim", volume.kind().equals("persistentVolumeClaim") ? volume.source() : "")
        .value("size_limit", volume.sizeLimit())
        .evidence(
            container.pod().path(container.specPath() + ".volumeMounts[" + mount.path() + "]"),
            volume.kind() + (volume.source().isEmpty() ? "" : " " + volume.source()),
            null);
  }

  private static ContainerSpec.@Nullable Mount named(
      List<ContainerSpec.Mount> mounts, String text) {
    ContainerSpec.Mount best = null;
    Matcher paths = PATH.matcher(text);
    while (paths.find()) {
      for (ContainerSpec.Mount mount : mounts) {
        boolean on =
            paths.group().equals(mount.path()) || paths.group().startsWith(mount.path() + "/");
        if (on && (best == null || mount.path().length() > best.path().length())) {
          best = mount;
        }
      }
    }
    return best;
  }

  private static PodSpec.@Nullable Volume volume(
      ContainerView container, ContainerSpec.Mount mount) {
    return container.pod().pod().spec().volumes().stream()
        .filter(v -> v.name().equals(mount.volume()))
        .findFirst()
        .orElse(null);
  }

  private static boolean isWritable(PodSpec.@Nullable Volume volume) {
    return volume != null
        && (volume.kind().equals("persistentVolumeClaim")
            || volume.kind().equals("emptyDir")
            || volume.kind().equals("ephemeral"));
  }
}
