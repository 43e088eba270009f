/**
 * Folds observations into one state per run: keyed, one writer, bounded. Knows what to ask for,
 * when a run is over and what is worth telling; does no I/O and reads no clock.
 */
@NullMarked
package io.runwhy.bridge.timeline;

import org.jspecify.annotations.NullMarked;
