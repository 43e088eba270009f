package io.runwhy.bridge.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects and what happened to them. Every change gets the next version; the newest changes are
 * kept for watches to resume from, older versions are gone. Thread-safe.
 */
final class Store {
  /** Changes kept for watches. */
  static final int HISTORY = 5_000;

  private final Map<String, ObjectNode> objects = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();
  private long version = 1_000;
  private long oldest = 1_000;

  /** A change of one object. */
  record Change(long version, String resource, String type, ObjectNode object) {}

  synchronized long version() {
    return version;
  }

  synchronized void put(String resource, ObjectNode object) {
    String key = key(resource, object);
    boolean known = objects.containsKey(key);
    stamp(object);
    objects.put(key, object.deepCopy());
    changed(new Change(version, resource, known ? "MODIFIED" : "ADDED", object.deepCopy()));
  }

  /**
   * Removes the object; watches see its last state. With {@code silently} they see nothing, as over
   * a gap.
   */
  synchronized @Nullable ObjectNode remove(
      String resource, String namespace, String name, boolean silently) {
    ObjectNode object = objects.remove(resource + '/' + namespace + '/' + name);
    if (object != null) {
      stamp(object);
      object
          .withObject("/metadata")
          .put("deletionTimestamp", Instant.now().toString())
          .put("deletionGracePeriodSeconds", 0);
      if (!silently) {
        changed(new Change(version, resource, "DELETED", object.deepCopy()));
      }
    }
    return object;
  }

  synchronized @Nullable ObjectNode get(String resource, String namespace, String name) {
    ObjectNode object = objects.get(resource + '/' + namespace + '/' + name);
    return object == null ? null : object.deepCopy();
  }

  synchronized List<ObjectNode> list(String resource, String namespace) {
    List<ObjectNode> found = new ArrayList<>();
    String prefix = resource + '/' + (namespace.isEmpty() ? "" : namespace + '/');
    objects.forEach(
        (key, object) -> {
          if (key.startsWith(prefix)) {
            found.add(object);
          }
        });
    return found;
  }

  /**
   * The changes of a resource after a version; null when that version is gone. Waits for the first
   * up to a time.
   */
  synchronized @Nullable List<Change> after(long from, String resource, long waitMillis)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    while (from >= oldest) {
      List<Change> found = select(from, resource);
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (!found.isEmpty() || left <= 0) {
        return found;
      }
      wait(left);
    }
    return null;
  }

  /** Forgets all changes: whoever watches must list again. */
  synchronized void compact() {
    changes.clear();
    oldest = version + 1;
    version += 1;
    notifyAll();
  }

  synchronized void wake() {
    notifyAll();
  }

  private List<Change> select(long from, String resource) {
    List<Change> found = new ArrayList<>();
    for (Change change : changes) {
      if (change.version() > from && change.resource().equals(resource)) {
        found.add(change);
      }
    }
    return found;
  }

  private void changed(Change change) {
    changes.add(change);
    if (changes.size() > HISTORY) {
      Iterator<Change> first = changes.iterator();
      oldest = first.next().version() + 1;
      first.remove();
    }
    notifyAll();
  }

  private void stamp(ObjectNode object) {
    version++;
    object.withObject("/metadata").put("resourceVersion", Long.toString(version));
  }

  static String text(JsonNode node, String path) {
    JsonNode value = node.at(path);
    return value.isValueNode() && !value.isNull() && !value.isMissingNode() ? value.asString() : "";
  }

  private static String key(String resource, JsonNode object) {
    return resource
        + '/'
        + text(object, "/metadata/namespace")
        + '/'
        + text(object, "/metadata/name");
  }
}
