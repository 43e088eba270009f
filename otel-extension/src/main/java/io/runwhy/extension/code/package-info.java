/** How code and data are fetched. */
package io.runwhy.extension.code;
