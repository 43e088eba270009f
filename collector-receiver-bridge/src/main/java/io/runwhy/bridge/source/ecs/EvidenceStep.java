package io.runwhy.bridge.source.ecs;

/** One thing that is read for one request. */
interface EvidenceStep {
  /**
   * Reads and tells what there is to tell.
   *
   * @param last whether this is the last time
   * @return whether it is done; else it is to be tried again in the next round
   */
  boolean run(boolean last) throws BusyException, InterruptedException;

  /** Tells that it could not be read. */
  void giveUp(String why) throws InterruptedException;
}
