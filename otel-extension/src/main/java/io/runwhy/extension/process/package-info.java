/** Processes that the program starts, and what becomes of them. */
package io.runwhy.extension.process;
