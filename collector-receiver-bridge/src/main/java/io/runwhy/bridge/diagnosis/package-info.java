/**
 * Why a run failed or is stuck: pure rules in a fixed order from a history to a verdict. Codes,
 * texts and patterns are data in resources.
 */
@NullMarked
package io.runwhy.bridge.diagnosis;

import org.jspecify.annotations.NullMarked;
