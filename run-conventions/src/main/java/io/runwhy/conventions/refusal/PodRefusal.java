package io.runwhy.conventions.refusal;

/** What an API server says when it does not take an object of a run. */
public final class PodRefusal {
  private static final TextPatterns TABLE = TextPatterns.load("pod-create");
  private static final String COMBINED = "(combined from similar events): ";

  private PodRefusal() {}

  /**
   * What a refusal says; PodCreate.Other when no row knows it.
   *
   * @param message of the event FailedCreate, or of the API server's Status
   */
  public static Refusal of(String message) {
    String text =
        TextPattern.scanned(message).replace(COMBINED, "").replace("Error creating: ", "");
    Refusal refusal = Refusal.of(TABLE.first(text), "PodCreate.Other");
    if (refusal.code().equals("PodCreate.QuotaExceeded")) {
      QuotaNumbers.describe(refusal);
    }
    if (refusal.code().equals("PodCreate.PodSecurity")) {
      refusal.value(
          "security_yaml", PodSecurity.yaml(refusal.values().getOrDefault("violations", "")));
    }
    return refusal.value("text", Quote.of(text));
  }
}
