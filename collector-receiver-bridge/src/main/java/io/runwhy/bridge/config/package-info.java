/** One record a concern: defaults in the records, all problems reported together. */
@NullMarked
package io.runwhy.bridge.config;

import org.jspecify.annotations.NullMarked;
