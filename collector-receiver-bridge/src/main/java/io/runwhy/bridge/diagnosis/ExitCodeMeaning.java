package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;

/**
 * What an exit code means.
 *
 * @param engine the program family it is true for; empty for any
 * @param certainty how sure the number alone makes it
 */
public record ExitCodeMeaning(
    long code,
    String engine,
    String title,
    String meaning,
    Confidence certainty,
    String resolution) {}
