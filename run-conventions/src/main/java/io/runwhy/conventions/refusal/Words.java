package io.runwhy.conventions.refusal;

import io.runwhy.conventions.DataFile;
import java.util.HashMap;
import java.util.Map;

/** The catalogue's entries that a refusal can lead to, and the filling of their texts. */
final class Words {
  /** Generated from the bridge's catalogue. */
  static final String FILE = "texts.txt";

  private static final String ECS = "ecs ";
  private static final Map<String, DataFile.Entry> ENTRIES = load();

  private Words() {}

  /**
   * A refusal in words.
   *
   * @param onEcs whether to tell it as on Amazon ECS, where that differs
   */
  static Verdict verdict(Refusal refusal, boolean onEcs) {
    DataFile.Entry entry = onEcs ? ENTRIES.get(ECS + refusal.code()) : null;
    if (entry == null) {
      entry = ENTRIES.get(refusal.code());
    }
    if (entry == null) {
      throw new IllegalStateException(FILE + ": no " + refusal.code());
    }
    return new Verdict(
        refusal.code(),
        or(refusal.severity(), entry.text("severity")),
        or(refusal.faultDomain(), entry.text("fault_domain")),
        or(refusal.retryable(), entry.text("retryable")),
        refusal.confidence(),
        filled(entry.text("summary"), refusal),
        filled(entry.text("resolution"), refusal));
  }

  /** Read when it is needed: refusals are few, and each has one entry of a hundred. */
  private static String filled(String template, Refusal refusal) {
    return Quote.stripped(Mustache.of(template).render(refusal.values()));
  }

  private static String or(String own, String entry) {
    return own.isEmpty() ? entry : own;
  }

  private static Map<String, DataFile.Entry> load() {
    Map<String, DataFile.Entry> entries = new HashMap<>();
    for (DataFile.Entry entry : DataFile.read(Words.class, FILE)) {
      String on = entry.text("on");
      entries.put((on.isEmpty() ? "" : on + ' ') + entry.text("code"), entry);
    }
    return entries;
  }
}
