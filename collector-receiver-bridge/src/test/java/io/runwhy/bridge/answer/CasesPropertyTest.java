package io.runwhy.bridge.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.source.kubernetes.KubernetesObjects.NoRunException;
import io.runwhy.bridge.testing.Yaml;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
      assertThat(nothingLeft).hasMessageContaining("no Pod and no Job");
    }
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void theOrderOfTheObjectsDoesNotChangeTheAnswer(@ForAll("cases") String name, @ForAll long seed)
      throws Exception {
    JsonNode root = read(name);
    String expected =
        AnswerJson.answer(diagnosis.diagnose("", root.deepCopy(), Map.of(), NOW)).toString();
    ArrayNode items = (ArrayNode) root.get("items");
    List<JsonNode> shuffled = new ArrayList<>();
    items.forEach(shuffled::add);
    Collections.shuffle(shuffled, new Random(seed));
    items.removeAll();
    shuffled.forEach(items::add);

    assertThat(AnswerJson.answer(diagnosis.diagnose("", root, Map.of(), NOW)).toString())
        .isEqualTo(expected);
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void aMissingReasonNeverMakesAnotherCauseOfMemoryCertain(@ForAll("cases") String name)
      throws Exception {
    JsonNode root = read(name);
    strip(root, "reason");
    Answer answer = diagnosis.diagnose("", root, Map.of(), NOW);

    if (answer.verdict() instanceof Diagnosis d
        && d.code().startsWith("OOM.")
        && !d.code().equals("OOM.AtStart")) {
      assertThat(d.confidence()).isNotEqualTo(Confidence.CONFIRMED);
    }
  }

  @Provide
  Arbitrary<String> cases() throws IOException {
    return Arbitraries.of(CasesTest.cases().toList());
  }

  private static JsonNode read(String name) {
    return Yaml.file(Path.of("src/test/resources").resolve(name));
  }

  private static void remove(JsonNode node, Random random, int depth) {
    if (node instanceof ObjectNode object && !object.isEmpty()) {
      List<String> keys = new ArrayList<>(object.propertyNames());
      String key = keys.get(random.nextInt(keys.size()));
      JsonNode child = object.get(key);
      if (depth > 2 && (random.nextInt(3) == 0 || child.isValueNode())) {
        object.remove(key);
      } else {
        remove(child, random, depth + 1);
      }
    } else if (node instanceof ArrayNode array && !array.isEmpty()) {
      remove(array.get(random.nextInt(array.size())), random, depth + 1);
    }
  }

  private static void strip(JsonNode node, String key) {
    if (node instanceof ObjectNode object) {
      object.remove(key);
    }
    node.forEach(child -> strip(child, key));
  }
}
