package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.FaultDomain;
import io.runwhy.bridge.model.Retryable;
import io.runwhy.bridge.model.Severity;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** Whether a pod asks for more than its quota could ever give. */
final class QuotaNumbers {
  private QuotaNumbers() {}

  /**
   * Compares what is requested with the limits of the quota.
   *
   * @param values of the match: {@code requested} and {@code limited}, as {@code
   *     NAME=QUANTITY,NAME=QUANTITY}
   */
  static void describe(Map<String, String> values, Finding.Builder builder) {
    Map<String, String> limits = amounts(values.getOrDefault("limited", ""));
    amounts(values.getOrDefault("requested", ""))
        .forEach(
            (resource, text) -> {
              BigDecimal requested = Quantity.parse(text);
              BigDecimal limit = Quantity.parse(limits.getOrDefault(resource, ""));
              if (requested != null && limit != null && requested.compareTo(limit) > 0) {
                builder
                    .value("never_fits", "true")
                    .value("resource", resource)
                    .value("quota_limit", limits.getOrDefault(resource, ""))
                    .faultDomain(FaultDomain.CONFIG)
                    .retryable(Retryable.AFTER_CHANGE)
                    .severity(Severity.ERROR);
              }
            });
  }

  private static Map<String, String> amounts(String list) {
    Map<String, String> amounts = new HashMap<>();
    for (String part : list.split(",", 100)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        amounts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    return amounts;
  }
}
