/** What is written onto outgoing objects, and where. */
package io.runwhy.extension.stamp;
