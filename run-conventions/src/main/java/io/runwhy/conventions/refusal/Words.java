package io.runwhy.conventions.refusal;

import io.runwhy.conventions.DataFile;
import java.util.HashMap;
import java.util.Map;

/** The catalogue's entries that a refusal can lead to, and the filling of their texts. */
final class Words {
  /** Generated from the bridge's catalogue. */
  static final String FILE = "texts.txt";

  private static final String ECS = "ecs ";
  private static final Map<String, Words> ENTRIES = load();

  private final DataFile.Entry entry;
  private final Mustache summary;
  private final Mustache resolution;

  private Words(DataFile.Entry entry) {
    this.entry = entry;
    this.summary = Mustache.of(entry.text("summary"));
    this.resolution = Mustache.of(entry.text("resolution"));
  }

  /**
   * A refusal in words.
   *
   * @param onEcs whether to tell it as on Amazon ECS, where that differs
   */
  static Verdict verdict(Refusal refusal, boolean onEcs) {
    Words words = onEcs ? ENTRIES.get(ECS + refusal.code()) : null;
    if (words == null) {
      words = ENTRIES.get(refusal.code());
    }
    if (words == null) {
      throw new IllegalStateException(FILE + ": no " + refusal.code());
    }
    return new Verdict(
        refusal.code(),
        or(refusal.severity(), words.entry.text("severity")),
        or(refusal.faultDomain(), words.entry.text("fault_domain")),
        or(refusal.retryable(), words.entry.text("retryable")),
        refusal.confidence(),
        Quote.stripped(words.summary.render(refusal.values())),
        Quote.stripped(words.resolution.render(refusal.values())));
  }

  private static String or(String own, String entry) {
    return own.isEmpty() ? entry : own;
  }

  private static Map<String, Words> load() {
    Map<String, Words> entries = new HashMap<>();
    for (DataFile.Entry entry : DataFile.read(Words.class, FILE)) {
      String on = entry.text("on");
      entries.put((on.isEmpty() ? "" : on + ' ') + entry.text("code"), new Words(entry));
    }
    return entries;
  }
}
