/** Payloads on disk until they are delivered: files of this process, and those of dead ones. */
package io.runwhy.extension.emit.spool;
