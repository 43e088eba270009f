/** Jobs and Pods that the program creates, by whatever client. */
package io.runwhy.extension.kubernetes;
