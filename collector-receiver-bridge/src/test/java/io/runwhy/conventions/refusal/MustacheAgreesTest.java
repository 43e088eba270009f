package io.runwhy.conventions.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import com.samskivert.mustache.Template;
import io.runwhy.conventions.DataFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The subset renders as jmustache does, as the bridge sets it up. */
class MustacheAgreesTest {
  private static final com.samskivert.mustache.Mustache.Compiler JMUSTACHE =
      com.samskivert.mustache.Mustache.compiler()
          .escapeHTML(false)
          .emptyStringIsFalse(true)
          .defaultValue("");
  private static final Pattern NAME = Pattern.compile("\\{\\{[#^/]?([a-z_]+)}}");
  private static final String[] PIECES = {
    "{{a}}", "{{b}}", "\n", "\n", " ", "x", "\t", "{{#a}}", "{{^a}}", "{{/}}", "{{#b}}", "{{^b}}"
  };

  @Test
  void allTextsWithAnyValues() {
    Random random = new Random(1);
    List<DataFile.Entry> entries = DataFile.read(Words.class, Words.FILE);
    for (DataFile.Entry entry : entries) {
      for (String text : List.of(entry.text("summary"), entry.text("resolution"))) {
        for (int i = 0; i < 20; i++) {
          assertSame(text, values(text, random));
        }
      }
    }
    assertThat(entries.size()).isGreaterThan(60);
  }

  @Test
  void anyTemplateOfTheSubset() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder template = new StringBuilder();
      List<String> open = new ArrayList<>();
      for (int length = random.nextInt(14); length > 0; length--) {
        String piece = PIECES[random.nextInt(PIECES.length)];
        if (piece.equals("{{/}}")) {
          template.append(open.isEmpty() ? "" : "{{/" + open.remove(open.size() - 1) + "}}");
        } else {
          template.append(piece);
          if (piece.startsWith("{{#") || piece.startsWith("{{^")) {
            open.add(piece.substring(3, 4));
          }
        }
      }
      while (!open.isEmpty()) {
        template.append("{{/").append(open.remove(open.size() - 1)).append("}}");
      }
      assertSame(template.toString(), values(template.toString(), random));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{{a}}", "}}{{#a}}", "{{/a}}", "{{{a}}}", "\n{{b}}\n", "$1\\", "\u0000\u001b"})
  void whatAValueHoldsIsNeverATemplate(String value) {
    assertThat(Mustache.of("<{{a}}>{{#a}}!{{/a}}").render(Map.of("a", value, "b", "secret")))
        .isEqualTo("<" + value + ">!");
  }

  private static void assertSame(String template, Map<String, String> values) {
    Template theirs = JMUSTACHE.compile(template);
    assertThat(Mustache.of(template).render(values)).as(template).isEqualTo(theirs.execute(values));
  }

  private static Map<String, String> values(String template, Random random) {
    TreeSet<String> names = new TreeSet<>();
    Matcher matcher = NAME.matcher(template);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    Map<String, String> values = new HashMap<>();
    for (String name : names) {
      if (random.nextBoolean()) {
        values.put(name, random.nextInt(4) == 0 ? "" : "<" + name + "\n{{x}}>");
      }
    }
    return values;
  }
}
