/** The port through which sources deliver what they see. */
@NullMarked
package io.runwhy.bridge.source;

import org.jspecify.annotations.NullMarked;
