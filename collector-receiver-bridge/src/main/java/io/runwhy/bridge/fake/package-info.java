/**
 * A Kubernetes API in this JVM over real HTTP: lists with pages, watches with bookmarks, logs,
 * access reviews, and the faults that a real one has. For the demo and for tests; it schedules and
 * runs nothing by itself.
 */
@NullMarked
package io.runwhy.bridge.fake;

import org.jspecify.annotations.NullMarked;
