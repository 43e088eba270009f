package io.runwhy.bridge.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The words by which texts of ECS are taken apart. Data in {@code patterns/ecs-words.yaml}. */
record EcsWords(
    List<String> pull,
    List<String> runtime,
    List<String> steps,
    List<String> network,
    List<String> denied,
    Map<String, List<Pattern>> services) {
  static final EcsWords STANDARD = load();

  static boolean any(List<String> words, String lower) {
    return words.stream().anyMatch(lower::contains);
  }

  private static EcsWords load() {
    JsonNode root = Yaml.read("patterns/ecs-words.yaml");
    Map<String, List<Pattern>> services = new LinkedHashMap<>();
    JsonNode byService = root.get("services");
    for (String service : byService.propertyNames()) {
      List<Pattern> words = new ArrayList<>();
      Yaml.strings(byService, service)
          .forEach(
              w -> words.add(Pattern.compile("(?<![\\w./:-])" + Pattern.quote(w) + "(?![\\w/-])")));
      services.put(service, List.copyOf(words));
    }
    return new EcsWords(
        Yaml.strings(root, "pull"),
        Yaml.strings(root, "runtime"),
        Yaml.strings(root, "steps"),
        Yaml.strings(root, "network"),
        Yaml.strings(root, "denied"),
        services);
  }
}
