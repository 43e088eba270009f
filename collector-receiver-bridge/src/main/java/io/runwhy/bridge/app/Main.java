package io.runwhy.bridge.app;

final class Main {
  private Main() {}

  public static void main(String[] args) {}
}
