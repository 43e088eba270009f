/** The switches of the extension. */
package io.runwhy.extension.config;
