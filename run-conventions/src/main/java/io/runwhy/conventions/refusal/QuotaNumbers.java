package io.runwhy.conventions.refusal;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** Whether a pod asks for more than its quota could ever give. */
final class QuotaNumbers {
  private QuotaNumbers() {}

  /**
   * Compares what is requested with the limits of the quota: the values {@code requested} and
   * {@code limited}, as {@code NAME=QUANTITY,NAME=QUANTITY}.
   */
  static void describe(Refusal refusal) {
    Map<String, String> limits = amounts(refusal.values().getOrDefault("limited", ""));
    amounts(refusal.values().getOrDefault("requested", ""))
        .forEach(
            (resource, text) -> {
              BigDecimal requested = Quantity.parse(text);
              BigDecimal limit = Quantity.parse(limits.getOrDefault(resource, ""));
              if (requested != null && limit != null && requested.compareTo(limit) > 0) {
                refusal
                    .value("never_fits", "true")
                    .value("resource", resource)
                    .value("quota_limit", limits.getOrDefault(resource, ""))
                    .judged("error", "config", "after_change");
              }
            });
  }

  private static Map<String, String> amounts(String list) {
    Map<String, String> amounts = new HashMap<>();
    for (String part : list.split(",", 100)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        amounts.put(
            Quote.stripped(part.substring(0, equals)), Quote.stripped(part.substring(equals + 1)));
      }
    }
    return amounts;
  }
}
