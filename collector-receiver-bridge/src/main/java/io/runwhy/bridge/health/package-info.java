/**
 * Numbers about the bridge itself: written by every part, exported by {@code emit}. Imports nothing
 * of ours.
 */
@NullMarked
package io.runwhy.bridge.health;

import org.jspecify.annotations.NullMarked;
