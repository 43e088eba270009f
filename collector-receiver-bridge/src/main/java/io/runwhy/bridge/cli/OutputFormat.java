package io.runwhy.bridge.cli;

/** How a command prints; the names are what a user types. */
public enum OutputFormat {
  text,
  json
}
