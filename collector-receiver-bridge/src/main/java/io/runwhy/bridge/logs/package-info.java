/** When a log is recovered, how its end is cut, and what is redacted. Reads nothing by itself. */
@NullMarked
package io.runwhy.bridge.logs;

import org.jspecify.annotations.NullMarked;
