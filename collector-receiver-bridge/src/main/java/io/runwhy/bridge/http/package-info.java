/** The same answers over HTTP: JSON, read only, loopback by default. */
@NullMarked
package io.runwhy.bridge.http;

import org.jspecify.annotations.NullMarked;
