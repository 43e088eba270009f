package io.runwhy.extension.code;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What a step fetches: from where, and the names that a hint may speak of. */
final class Target {
  /** Longest name that a hint takes up, in characters. */
  static final int MAX_NAME = 512;

  private final Verb verb;
  private final String source;
  private final String given;
  private final String detail;
  private final Map<String, String> names;
  private final Map<String, Object> attributes;
  private volatile @Nullable String location;

  private Target(Builder builder) {
    this.verb = builder.verb;
    this.source = builder.source;
    this.given = builder.location;
    this.detail = builder.detail;
    this.names = builder.names;
    this.attributes = Collections.unmodifiableMap(builder.attributes);
  }

  /**
   * @param source git, s3, gcs, azure_blob or http
   * @param location as the program gave it; its secrets are taken out when it is first told
   */
  static Builder of(Verb verb, String source, String location) {
    return new Builder(verb, source, location);
  }

  Verb verb() {
    return verb;
  }

  String source() {
    return source;
  }

  /** Without user info, query and fragment. */
  String location() {
    String known = location;
    if (known == null) {
      known = Location.of(given);
      location = known;
    }
    return known;
  }

  /** For readers: the location with branch or version, if any. */
  String described() {
    String place = location().isEmpty() ? source : location();
    return detail.isEmpty() ? place : place + " (" + detail + ")";
  }

  /** Values of placeholders, without secrets. */
  Map<String, String> names() {
    Map<String, String> all = new LinkedHashMap<>(names);
    all.putIfAbsent("url", location());
    all.putIfAbsent("host", Location.host(location()));
    all.values().removeIf(String::isEmpty);
    return all;
  }

  /** For records. */
  Map<String, Object> attributes() {
    return attributes;
  }

  /** Builds a {@link Target}. */
  static final class Builder {
    private final Verb verb;
    private final String source;
    private final String location;
    private String detail = "";
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, Object> attributes = new LinkedHashMap<>();

    private Builder(Verb verb, String source, String location) {
      this.verb = verb;
      this.source = source;
      this.location = location;
    }

    Builder detail(String text) {
      detail = SafeText.of(text);
      return this;
    }

    Builder name(String key, String value) {
      String safe = SafeText.of(value);
      if (!safe.isEmpty()) {
        names.put(key, safe.length() > MAX_NAME ? safe.substring(0, MAX_NAME) : safe);
      }
      return this;
    }

    Builder attribute(String key, Object value) {
      attributes.put(key, value instanceof String ? SafeText.of((String) value) : value);
      return this;
    }

    Target build() {
      return new Target(this);
    }
  }
}
