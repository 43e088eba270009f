/** Entry point and wiring; the only package that knows all others. */
package io.runwhy.extension.agent;
