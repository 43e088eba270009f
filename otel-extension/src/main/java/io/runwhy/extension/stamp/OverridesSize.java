package io.runwhy.extension.stamp;

import io.runwhy.extension.hook.Reflection;

/**
 * How long the overrides of an ECS task are as JSON, at most: escapes are counted as if all of them
 * were written out, and what is not looked into by its longest usual form.
 */
final class OverridesSize {
  /** Limit of Amazon ECS, in characters. */
  static final int LIMIT = 8_192;

  /** Braces, keys and numbers of the task itself, of a container, of a variable. */
  private static final int TASK = 512;

  private static final int CONTAINER = 192;
  private static final int VARIABLE = 24;
  private static final int OTHER = 96;

  private OverridesSize() {}

  static int of(Object overrides) {
    int size =
        TASK
            + text(Reflection.text(overrides, "executionRoleArn"))
            + text(Reflection.text(overrides, "taskRoleArn"))
            + others(overrides, "inferenceAcceleratorOverrides");
    for (Object container : Reflection.list(overrides, "containerOverrides")) {
      size += container(container);
    }
    return size;
  }

  /** Of one more variable. */
  static int variable(String name, String value) {
    return VARIABLE + text(name) + text(value);
  }

  /** Of one more whose value is so long and needs no escapes. */
  static int variable(String name, int length) {
    return variable(name, "") + length;
  }

  private static int container(Object container) {
    int size =
        CONTAINER
            + text(Reflection.text(container, "name"))
            + others(container, "environmentFiles")
            + others(container, "resourceRequirements");
    for (Object word : Reflection.list(container, "command")) {
      size += 1 + text(String.valueOf(word));
    }
    for (Object variable : Reflection.list(container, "environment")) {
      size += variable(Reflection.text(variable, "name"), Reflection.text(variable, "value"));
    }
    return size;
  }

  private static int others(Object object, String list) {
    int size = 0;
    for (Object other : Reflection.list(object, list)) {
      size += OTHER + text(String.valueOf(other));
    }
    return size;
  }

  private static int text(String text) {
    int size = 2;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      size += c < ' ' || c > '~' ? 6 : c == '"' || c == '\\' || c == '/' ? 2 : 1;
    }
    return size;
  }
}
