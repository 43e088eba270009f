package io.runwhy.conventions.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "500m, 0.5",
    "2, 2",
    "1.5, 1.5",
    "1k, 1000",
    "1Ki, 1024",
    "512Mi, 536870912",
    "2Gi, 2147483648",
    "1e3, 1000"
  })
  void quantityIsReadInBaseUnits(String text, BigDecimal value) {
    assertThat(Quantity.parse(text)).isEqualByComparingTo(value);
  }

  @ParameterizedTest
  @CsvSource({"''", "abc", "12Xi", "Mi", "--3"})
  void whatIsNoQuantityIsNull(String text) {
    assertThat(Quantity.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "32Mi, 48Mi",
    "512Mi, 768Mi",
    "2Gi, 3Gi",
    "1Gi, 1536Mi",
    "20Gi, 30Gi",
    "nonsense, ''"
  })
  void proposalIsHalfAsMuchAgainInARoundSize(String limit, String proposal) {
    assertThat(Quantity.propose(limit)).isEqualTo(proposal);
  }
}
