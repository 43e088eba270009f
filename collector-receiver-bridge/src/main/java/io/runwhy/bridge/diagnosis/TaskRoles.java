package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.TaskDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says what each container of a task is for. The run is, in this order: the one that the preset
 * declares, the only one with overrides, the only essential one, the only one at all; else all that
 * no list knows as sidecars.
 */
final class TaskRoles {
  private static final Set<String> UNTIL_THE_END = Set.of("COMPLETE", "SUCCESS");

  private TaskRoles() {}

  /** Roles by container name; of the task, or where it has no containers yet, of its definition. */
  static Map<String, ContainerRole> of(
      RunIdentity run, Task task, @Nullable TaskDefinition definition, Roles known) {
    List<String> names = names(task, definition);
    Set<String> mains = Set.copyOf(mains(run, task, definition, known, names));
    Map<String, ContainerRole> roles = new LinkedHashMap<>();
    for (String name : names) {
      roles.put(
          name,
          mains.contains(name)
              ? ContainerRole.MAIN
              : isWaitedFor(name, definition) ? ContainerRole.INIT : ContainerRole.SIDECAR);
    }
    return roles;
  }

  private static List<String> names(Task task, @Nullable TaskDefinition definition) {
    return (task.containers().isEmpty() && definition != null
            ? definition.containers().stream().map(TaskDefinition.Container::name)
            : task.containers().stream().map(Task.Container::name))
        .distinct()
        .toList();
  }

  private static List<String> mains(
      RunIdentity run,
      Task task,
      @Nullable TaskDefinition definition,
      Roles known,
      List<String> names) {
    String declared = run.mainContainer();
    if (declared != null && names.contains(declared)) {
      return List.of(declared);
    }
    List<String> overridden =
        task.containers().stream().filter(c -> c.overridden()).map(c -> c.name()).toList();
    if (overridden.size() == 1) {
      return overridden;
    }
    Stream<TaskDefinition.Container> defined =
        definition == null ? Stream.of() : definition.containers().stream();
    List<String> essential =
        defined.filter(TaskDefinition.Container::essential).map(c -> c.name()).toList();
    if (essential.size() == 1 && names.containsAll(essential)) {
      return essential;
    }
    Predicate<String> work = n -> !known.isSidecar(n) && !isWaitedFor(n, definition);
    List<String> unknown = names.stream().filter(work).toList();
    List<String> working =
        essential.isEmpty() ? unknown : unknown.stream().filter(essential::contains).toList();
    return !working.isEmpty() ? working : unknown.isEmpty() ? names : unknown;
  }

  private static boolean isWaitedFor(String name, @Nullable TaskDefinition definition) {
    return definition != null
        && definition.containers().stream()
            .flatMap(c -> c.dependsOn().stream())
            .anyMatch(d -> d.container().equals(name) && UNTIL_THE_END.contains(d.condition()));
  }
}
