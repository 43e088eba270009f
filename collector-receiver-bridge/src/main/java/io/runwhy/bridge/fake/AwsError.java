package io.runwhy.bridge.fake;

/** An error that the fake AWS answers with, as a real one words it. */
final class AwsError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;

  AwsError(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  static AwsError of(String type, String message) {
    return new AwsError(400, type, message);
  }

  int status() {
    return status;
  }

  /** The error's name, for example {@code ClusterNotFoundException}. */
  String type() {
    return type;
  }
}
