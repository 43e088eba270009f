package io.runwhy.conventions.refusal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a refusal was found to be, before it is put into words: a code with the values that fill its
 * texts. Severity, fault domain and retryable are empty unless they differ from the catalogue's.
 */
public final class Refusal {
  private final String code;
  private final String confidence;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<Map<String, String>> entries = new ArrayList<>();
  private String severity = "";
  private String faultDomain = "";
  private String retryable = "";

  Refusal(String code, String confidence) {
    this.code = code;
    this.confidence = confidence;
  }

  /** Of what a table knows of a text; of the code {@code other} when it knows nothing. */
  static Refusal of(Optional<TextPatterns.Match> match, String other) {
    return match
        .map(m -> new Refusal(m.code(), m.confidence()).values(m.values()))
        .orElseGet(() -> new Refusal(other, "confirmed"));
  }

  /** Sets a value for the templates; an empty one counts as not known. */
  Refusal value(String name, String value) {
    if (!value.isEmpty()) {
      values.put(name, value);
    }
    return this;
  }

  Refusal values(Map<String, String> more) {
    more.forEach(this::value);
    return this;
  }

  Refusal entries(List<Map<String, String>> more) {
    entries.addAll(more);
    return this;
  }

  Refusal judged(String severity, String faultDomain, String retryable) {
    this.severity = severity;
    this.faultDomain = faultDomain;
    this.retryable = retryable;
    return this;
  }

  public String code() {
    return code;
  }

  /** confirmed, likely or possible. */
  public String confidence() {
    return confidence;
  }

  public Map<String, String> values() {
    return Collections.unmodifiableMap(values);
  }

  /** The entries of {@code failures} that said so; empty where there are none. */
  public List<Map<String, String>> entries() {
    return Collections.unmodifiableList(entries);
  }

  public String severity() {
    return severity;
  }

  public String faultDomain() {
    return faultDomain;
  }

  /** A row may know better than the catalogue whether trying again helps. */
  public String retryable() {
    return values.getOrDefault("retry", retryable);
  }
}
