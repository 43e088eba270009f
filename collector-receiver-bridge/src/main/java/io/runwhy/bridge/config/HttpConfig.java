package io.runwhy.bridge.config;

/**
 * The HTTP API.
 *
 * @param host address to listen on; any but the loopback needs a token
 * @param port 0 for a free one
 * @param token bearer token that callers must bring; empty for none
 * @param tokenFile file that holds the token, read at the start; empty for none
 */
public record HttpConfig(String host, int port, String token, String tokenFile) {
  public static final HttpConfig DEFAULT = new HttpConfig("127.0.0.1", 8088, "", "");

  @Override
  public String toString() {
    return "HttpConfig[host=" + host + ", port=" + port + "]";
  }
}
