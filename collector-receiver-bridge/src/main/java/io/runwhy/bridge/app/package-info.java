/** Main, wiring, start and stop order, exit codes: the only package that knows all others. */
@NullMarked
package io.runwhy.bridge.app;

import org.jspecify.annotations.NullMarked;
