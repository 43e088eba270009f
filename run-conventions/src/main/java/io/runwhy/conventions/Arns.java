package io.runwhy.conventions;

/** Parts of Amazon Resource Names; a name that is no ARN has only its last part. */
public final class Arns {
  private Arns() {}

  /** What stands after the last slash, or the whole resource when it has none. */
  public static String last(String arn) {
    int slash = arn.lastIndexOf('/');
    return slash >= 0 ? arn.substring(slash + 1) : isArn(arn) ? part(arn, 5) : arn;
  }

  public static String region(String arn) {
    return isArn(arn) ? part(arn, 3) : "";
  }

  public static String account(String arn) {
    return isArn(arn) ? part(arn, 4) : "";
  }

  private static boolean isArn(String text) {
    return text.startsWith("arn:");
  }

  private static String part(String arn, int index) {
    String[] parts = arn.split(":", 6);
    return index < parts.length ? parts[index] : "";
  }
}
