/** Who the run is, and who its parent. */
package io.runwhy.extension.run;
