/** Benchmarks, outside the tests. */
@NullMarked
package io.runwhy.bench;

import org.jspecify.annotations.NullMarked;
