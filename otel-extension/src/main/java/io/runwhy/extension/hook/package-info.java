/** How a method is hooked: advice, the door into the extension, and what stands behind it. */
package io.runwhy.extension.hook;
