package io.runwhy.conventions.refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The part of Mustache that the catalogue's texts use: variables, sections and inverted sections,
 * where an empty or missing value counts as false. A section's tag that stands alone on its line
 * takes the line with it, as jmustache has it. Values are written as they are.
 */
final class Mustache {
  private static final int NONE = -1;

  private final List<Object> parts;

  private Mustache(List<Object> parts) {
    this.parts = parts;
  }

  /** A stretch of text, with where its blank beginning and end are cut when a tag stands alone. */
  private static final class Text {
    private final String text;
    private final int lead;
    private final int trail;

    Text(String text, int lead, int trail) {
      this.text = text;
      this.lead = lead;
      this.trail = trail;
    }

    static Text of(String text, boolean first) {
      int newline = text.indexOf('\n');
      int lead = newline >= 0 && isBlank(text, 0, newline) ? newline : NONE;
      int last = text.lastIndexOf('\n') + 1;
      boolean blank = isBlank(text, last, text.length());
      int trail = blank && (last > 0 || first) ? last : NONE;
      return new Text(text, lead, trail);
    }

    private static boolean isBlank(String text, int from, int to) {
      for (int i = from; i < to; i++) {
        if (!Character.isWhitespace(text.charAt(i))) {
          return false;
        }
      }
      return true;
    }

    Text withoutLead() {
      int cut = lead + 1;
      return lead == NONE
          ? this
          : new Text(text.substring(cut), NONE, trail == NONE ? NONE : trail - cut);
    }

    Text withoutTrail() {
      return trail == NONE ? this : new Text(text.substring(0, trail), lead, NONE);
    }
  }

  private static final class Variable {
    private final String name;

    Variable(String name) {
      this.name = name;
    }
  }

  private static final class Section {
    private final String name;
    private final boolean inverted;
    private final List<Object> parts;

    Section(String name, boolean inverted, List<Object> parts) {
      this.name = name;
      this.inverted = inverted;
      this.parts = parts;
    }
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException when its tags do not fit together
   */
  static Mustache of(String template) {
    int[] position = {0};
    return new Mustache(parse(template, position, ""));
  }

  private static List<Object> parse(String template, int[] position, String section) {
    List<Object> parts = new ArrayList<>();
    while (true) {
      int open = template.indexOf("{{", position[0]);
      int end = open < 0 ? template.length() : open;
      if (end > position[0]) {
        boolean first = parts.isEmpty() && section.isEmpty();
        parts.add(Text.of(template.substring(position[0], end), first));
      }
      int close = open < 0 ? -1 : template.indexOf("}}", open);
      if (close < 0) {
        if (open >= 0 || !section.isEmpty()) {
          throw new IllegalArgumentException("tag not closed: " + section);
        }
        trim(parts, true);
        return parts;
      }
      position[0] = close + 2;
      String tag = template.substring(open + 2, close);
      char sign = tag.charAt(0);
      String name = tag.substring(1);
      if (sign == '/') {
        if (!name.equals(section)) {
          throw new IllegalArgumentException("{{" + tag + "}} closes {{#" + section + "}}");
        }
        trim(parts, false);
        return parts;
      }
      parts.add(
          sign == '#' || sign == '^'
              ? new Section(name, sign == '^', parse(template, position, name))
              : new Variable(tag));
    }
  }

  /** Takes the lines away on which nothing but a section's tag stands. */
  private static void trim(List<Object> parts, boolean top) {
    for (int i = 0; i < parts.size(); i++) {
      if (!(parts.get(i) instanceof Section)) {
        continue;
      }
      List<Object> inner = ((Section) parts.get(i)).parts;
      Text before = text(parts, i - 1);
      Text first = text(inner, 0);
      if ((i == 0 ? top : before != null && before.trail != NONE)
          && first != null
          && first.lead != NONE) {
        if (i > 0) {
          parts.set(i - 1, before.withoutTrail());
        }
        inner.set(0, first.withoutLead());
      }
      Text after = text(parts, i + 1);
      Text last = text(inner, inner.size() - 1);
      if ((i == parts.size() - 1 ? top : after != null && after.lead != NONE)
          && last != null
          && last.trail != NONE) {
        inner.set(inner.size() - 1, last.withoutTrail());
        if (i < parts.size() - 1) {
          parts.set(i + 1, after.withoutLead());
        }
      }
    }
  }

  /** The text at a place; null when something else stands there, or nothing. */
  private static Text text(List<Object> parts, int index) {
    return index >= 0 && index < parts.size() && parts.get(index) instanceof Text
        ? (Text) parts.get(index)
        : null;
  }

  String render(Map<String, String> values) {
    StringBuilder result = new StringBuilder();
    render(parts, values, result);
    return result.toString();
  }

  private static void render(List<Object> parts, Map<String, String> values, StringBuilder out) {
    for (Object part : parts) {
      if (part instanceof Text) {
        out.append(((Text) part).text);
      } else if (part instanceof Variable) {
        out.append(values.getOrDefault(((Variable) part).name, ""));
      } else {
        Section section = (Section) part;
        if (values.getOrDefault(section.name, "").isEmpty() == section.inverted) {
          render(section.parts, values, out);
        }
      }
    }
  }
}
