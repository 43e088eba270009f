package io.runwhy.bridge.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.Verdict;
import io.runwhy.bridge.source.NoRunException;
import io.runwhy.bridge.testing.Yaml;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What must hold for every case, however much of it is missing or in another order. */
class CasesPropertyTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  /**
   * What is left of a cause when that which names it more closely is gone; each is true by itself.
   */
  private static final Set<String> LESS_PRECISE =
      Set.of(
          "Sandbox.Failed",
          "Disruption.Drained",
          "Queue.Suspended",
          "Runtime.StatusLost",
          "Volume.MountTimeout",
          "Unschedulable.NodeAffinity",
          "Unschedulable.Taint",
          "App.CompletedInLoop",
          // what the exception or the stop code alone says
          "Submit.InvalidParameter",
          "Deleted.StoppedByUser",
          "Disruption.ServiceScheduler");

  /**
   * Written for every object; without the stop code nobody tells a person's words from ECS's own.
   */
  private static final Set<String> ALWAYS =
      Set.of("name", "namespace", "phase", "lastStatus", "stopCode");

  private final LocalDiagnosis diagnosis = new LocalDiagnosis();

  @Property(tries = 600, shrinking = ShrinkingMode.OFF)
  void missingFieldsNeverThrow(@ForAll("cases") String name, @ForAll long seed) throws IOException {
    JsonNode root = read(name);
    Random random = new Random(seed);
    for (int i = 0; i < 1 + random.nextInt(8); i++) {
      remove(root, random, 0);
    }
    try {
      diagnosis.diagnose("", root, Map.of(), NOW);
    } catch (NoRunException nothingLeft) {
      assertThat(nothingLeft)
          .hasMessageMatching("there is no (Pod and no Job|task and no refused).*");
    }
  }

  @Property(tries = 3000, shrinking = ShrinkingMode.OFF, seed = "20261125")
  void missingFieldsNeverMakeAnotherCauseCertain(@ForAll("cases") String name, @ForAll long seed)
      throws IOException {
    JsonNode root = read(name);
    Set<String> known = codes(verdicts(root.deepCopy()));
    Random random = new Random(seed);
    List<String> removed = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      removed.add(remove(root, random, 0));
    }
    for (Verdict verdict : verdicts(root)) {
      if (verdict instanceof Diagnosis d && d.confidence() == Confidence.CONFIRMED) {
        boolean lessPrecise =
            d.code().endsWith(".Other")
                || d.code().endsWith(".Unknown")
                || LESS_PRECISE.contains(d.code());
        assertThat(lessPrecise || known.contains(d.code()))
            .as("%s without %s: %s, known were %s", name, removed, d.code(), known)
            .isTrue();
      }
    }
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void theOrderOfTheObjectsDoesNotChangeTheAnswer(@ForAll("cases") String name, @ForAll long seed)
      throws Exception {
    JsonNode root = read(name);
    List<String> expected = answers(root.deepCopy());
    if (!(root.get("items") instanceof ArrayNode items)) {
      return;
    }
    List<JsonNode> shuffled = new ArrayList<>();
    items.forEach(shuffled::add);
    Collections.shuffle(shuffled, new Random(seed));
    items.removeAll();
    shuffled.forEach(items::add);

    assertThat(answers(root)).isEqualTo(expected);
  }

  /** The answer of each run; runs come in the order of the input. */
  private List<String> answers(JsonNode root) throws NoRunException {
    return diagnosis.diagnose("", root, Map.of(), NOW).stream()
        .map(a -> AnswerJson.answer(a).toString())
        .sorted()
        .toList();
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void aMissingReasonNeverMakesAnotherCauseOfMemoryCertain(@ForAll("cases") String name)
      throws Exception {
    JsonNode root = read(name);
    strip(root, "reason");
    strip(root, "stoppedReason");
    for (Verdict verdict : verdicts(root)) {
      if (verdict instanceof Diagnosis d
          && d.code().startsWith("OOM.")
          && !d.code().equals("OOM.AtStart")) {
        assertThat(d.confidence()).isNotEqualTo(Confidence.CONFIRMED);
      }
    }
  }

  private List<Verdict> verdicts(JsonNode root) {
    try {
      return diagnosis.diagnose("", root, Map.of(), NOW).stream().map(Answer::verdict).toList();
    } catch (NoRunException nothingLeft) {
      return List.of();
    }
  }

  private static Set<String> codes(List<Verdict> verdicts) {
    Set<String> codes = new TreeSet<>();
    for (Verdict verdict : verdicts) {
      if (verdict instanceof Diagnosis d) {
        codes.add(d.code());
        d.contributing().forEach(c -> codes.add(c.code()));
      }
    }
    return codes;
  }

  @Provide
  Arbitrary<String> cases() throws IOException {
    return Arbitraries.of(CasesTest.cases().toList());
  }

  private static JsonNode read(String name) {
    return Yaml.file(Path.of("src/test/resources").resolve(name));
  }

  /** Takes one field away, somewhere below an object of the list; the path of what it took. */
  private static String remove(JsonNode node, Random random, int depth) {
    if (node instanceof ObjectNode object && !object.isEmpty()) {
      List<String> keys = new ArrayList<>(object.propertyNames());
      String key = keys.get(random.nextInt(keys.size()));
      JsonNode child = object.get(key);
      if (ALWAYS.contains(key)) {
        return "";
      }
      if (depth > 2 && (random.nextInt(3) == 0 || child.isValueNode())) {
        object.remove(key);
        return "/" + key;
      }
      return "/" + key + remove(child, random, depth + 1);
    }
    if (node instanceof ArrayNode array && !array.isEmpty()) {
      int at = random.nextInt(array.size());
      return "/" + at + remove(array.get(at), random, depth + 1);
    }
    return "";
  }

  private static void strip(JsonNode node, String key) {
    if (node instanceof ObjectNode object) {
      object.remove(key);
    }
    node.forEach(child -> strip(child, key));
  }
}
