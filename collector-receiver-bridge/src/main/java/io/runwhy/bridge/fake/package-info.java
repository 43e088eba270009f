/**
 * A Kubernetes API in this JVM over real HTTP: lists with pages, watches with bookmarks, logs,
 * access reviews, and the faults that a real one has. Likewise Amazon ECS, SQS and CloudWatch Logs.
 * For the demo and for tests; they schedule and run nothing by themselves.
 */
@NullMarked
package io.runwhy.bridge.fake;

import org.jspecify.annotations.NullMarked;
