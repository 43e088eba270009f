/**
 * The same answers in a terminal. Exit codes: 0 answered, 1 wrong arguments or input, 2 cannot
 * connect, 3 unexpected.
 */
@NullMarked
package io.runwhy.bridge.cli;

import org.jspecify.annotations.NullMarked;
