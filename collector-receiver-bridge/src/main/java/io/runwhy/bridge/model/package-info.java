/**
 * What Runwhy knows about runs, in its own small words. Records and sealed types; imports nothing
 * of the other packages. Instants are those of the source object; a null instant means "not known",
 * never "now".
 */
@NullMarked
package io.runwhy.bridge.model;

import org.jspecify.annotations.NullMarked;
