/**
 * Kubernetes: lists, watches and reads on demand, and the one translation from its JSON to our
 * records. fabric8 types end here.
 */
@NullMarked
package io.runwhy.bridge.source.kubernetes;

import org.jspecify.annotations.NullMarked;
