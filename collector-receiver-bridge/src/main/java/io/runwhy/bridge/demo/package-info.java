/**
 * Ten runs that live and die in an embedded Kubernetes API, watched by the same bridge that
 * production uses.
 */
@NullMarked
package io.runwhy.bridge.demo;

import org.jspecify.annotations.NullMarked;
