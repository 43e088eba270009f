package io.runwhy.extension.submit;

import org.checkerframework.checker.nullness.qual.Nullable;

/** Texts of others, before they leave the process. */
final class SafeText {
  private SafeText() {}

  /** Without secrets; empty for null. */
  static String of(@Nullable String text) {
    return text == null ? "" : io.runwhy.conventions.Redactor.redact(text);
  }
}
