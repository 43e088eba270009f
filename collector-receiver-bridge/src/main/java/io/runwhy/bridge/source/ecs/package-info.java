/**
 * Amazon ECS: tasks from events and from polling, one decoder for both and for files. Everything of
 * AWS ends here; nothing of a task's override environment but the names that presets ask for
 * leaves.
 */
@NullMarked
package io.runwhy.bridge.source.ecs;

import org.jspecify.annotations.NullMarked;
