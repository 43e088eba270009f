package io.runwhy.extension.emit.spool;

/** For a payload that lies in the spool. */
public interface Receipt {
  /** It is delivered, or given up: the spool may forget it. Takes effect when the spool settles. */
  void done();
}
