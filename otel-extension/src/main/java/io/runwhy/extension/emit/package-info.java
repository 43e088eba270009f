/** How events and metrics leave the process: queue, spool, export, flush at the end. */
package io.runwhy.extension.emit;
