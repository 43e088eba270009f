package io.runwhy.extension.code;

/** The steps of fetching, as records and readers name them. */
enum Verb {
  CLONE("clone", "clone", "clones", "cloned", true),
  FETCH("fetch", "fetch", "fetches", "fetched", true),
  PULL("pull", "pull", "pulls", "pulled", true),
  CHECKOUT("checkout", "check out", "checks out", "checked out", false),
  /** An object is read into memory or as a stream. */
  GET("get", "get", "gets", "got", false),
  /** Into a file. */
  DOWNLOAD("download", "download", "downloads", "downloaded", true);

  private final String step;
  private final String plain;
  private final String present;
  private final String past;
  private final boolean startTold;

  Verb(String step, String plain, String present, String past, boolean startTold) {
    this.step = step;
    this.plain = plain;
    this.present = present;
    this.past = past;
    this.startTold = startTold;
  }

  /** Value of {@code runwhy.code.step}. */
  String step() {
    return step;
  }

  /** "clone" */
  String plain() {
    return plain;
  }

  /** "clones" */
  String present() {
    return present;
  }

  /** "cloned" */
  String past() {
    return past;
  }

  /** Whether it can take long, so that its start is told too. */
  boolean startTold() {
    return startTold;
  }
}
