/**
 * From objects to an answer, and from an answer to JSON: one way for the command line and the HTTP
 * API.
 */
@NullMarked
package io.runwhy.bridge.answer;

import org.jspecify.annotations.NullMarked;
