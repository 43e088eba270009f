package io.runwhy.conventions.refusal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Kubernetes quantities: reading, comparing, and proposing a next size. */
public final class Quantity {
  private static final Map<String, BigDecimal> SUFFIXES = suffixes();

  private static final long MI = 1L << 20;
  private static final long GI = 1L << 30;

  private Quantity() {}

  private static Map<String, BigDecimal> suffixes() {
    Map<String, BigDecimal> suffixes = new LinkedHashMap<>();
    suffixes.put("n", new BigDecimal("0.000000001"));
    suffixes.put("u", new BigDecimal("0.000001"));
    suffixes.put("m", new BigDecimal("0.001"));
    suffixes.put("", BigDecimal.ONE);
    BigDecimal decimal = BigDecimal.ONE;
    BigDecimal binary = BigDecimal.ONE;
    for (String prefix : new String[] {"k", "M", "G", "T", "P"}) {
      decimal = decimal.multiply(new BigDecimal(1000));
      binary = binary.multiply(new BigDecimal(1024));
      suffixes.put(prefix, decimal);
      suffixes.put(prefix.equals("k") ? "Ki" : prefix + "i", binary);
    }
    return suffixes;
  }

  /** The value in base units (bytes, cores); null when the text is no quantity. */
  public static BigDecimal parse(String text) {
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
  public static String propose(String memory) {
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
  public static String bytes(BigDecimal value) {
    String[] names = {"Gi", "Mi", "Ki"};
    long[] sizes = {GI, MI, 1L << 10};
    for (int i = 0; i < names.length; i++) {
      BigDecimal size = new BigDecimal(sizes[i]);
      if (value.compareTo(size) >= 0) {
        return value.divide(size, 1, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString()
            + names[i];
      }
    }
    return value.stripTrailingZeros().toPlainString();
  }
}
