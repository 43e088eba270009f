package io.runwhy.bridge.diagnosis;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kubernetes quantities: reading, comparing, and proposing a next size. */
final class Quantity {
  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("0.000000001")),
          Map.entry("u", new BigDecimal("0.000001")),
          Map.entry("m", new BigDecimal("0.001")),
          Map.entry("", BigDecimal.ONE),
          Map.entry("k", new BigDecimal(1000L)),
          Map.entry("M", new BigDecimal(1000L * 1000)),
          Map.entry("G", new BigDecimal(1000L * 1000 * 1000)),
          Map.entry("T", new BigDecimal(1000L * 1000 * 1000 * 1000)),
          Map.entry("P", new BigDecimal(1000L * 1000 * 1000 * 1000 * 1000)),
          Map.entry("Ki", new BigDecimal(1L << 10)),
          Map.entry("Mi", new BigDecimal(1L << 20)),
          Map.entry("Gi", new BigDecimal(1L << 30)),
          Map.entry("Ti", new BigDecimal(1L << 40)),
          Map.entry("Pi", new BigDecimal(1L << 50)));

  private static final long MI = 1L << 20;
  private static final long GI = 1L << 30;

  private Quantity() {}

  /** The value in base units (bytes, cores); null when the text is no quantity. */
  static @Nullable BigDecimal parse(String text) {
    int end = text.length();
    while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
      end--;
    }
    BigDecimal factor = SUFFIXES.get(text.substring(end));
    if (factor == null || end == 0 || end > 30) {
      return null;
    }
    try {
      return new BigDecimal(text.substring(0, end)).multiply(factor);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  /**
   * Half as much memory again, rounded up to a size that a person would write; empty when
   * unreadable.
   */
  static String propose(String memory) {
    BigDecimal bytes = parse(memory);
    if (bytes == null || bytes.signum() <= 0) {
      return "";
    }
    long wanted =
        bytes.multiply(new BigDecimal("1.5")).setScale(0, RoundingMode.CEILING).longValue();
    long step =
        wanted < 256 * MI ? 16 * MI : wanted < 2 * GI ? 128 * MI : wanted < 16 * GI ? 512 * MI : GI;
    long rounded = (wanted + step - 1) / step * step;
    return rounded % GI == 0 ? rounded / GI + "Gi" : rounded / MI + "Mi";
  }

  /** Bytes as a person writes them, for example {@code 1.5Gi}. */
  static String bytes(BigDecimal value) {
    for (Map.Entry<String, Long> unit :
        java.util.List.of(Map.entry("Gi", GI), Map.entry("Mi", MI), Map.entry("Ki", 1L << 10))) {
      BigDecimal size = new BigDecimal(unit.getValue());
      if (value.compareTo(size) >= 0) {
        return value.divide(size, 1, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString()
            + unit.getKey();
      }
    }
    return value.stripTrailingZeros().toPlainString();
  }
}
