/** A stand-in for a class that the agent extension hooks. */
package io.runwhy.bench.fabric8.kubernetes.client.dsl.internal;
