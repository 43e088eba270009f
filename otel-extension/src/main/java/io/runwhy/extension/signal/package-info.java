/** How this process ends: signals, exceptions, exit. */
package io.runwhy.extension.signal;
