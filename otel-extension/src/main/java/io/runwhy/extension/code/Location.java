package io.runwhy.extension.code;

/** Where something came from, fit to be told: no user info, no query, no fragment. */
final class Location {
  /** Longest location, in characters. */
  static final int MAX_LENGTH = 1_024;

  private Location() {}

  /** The URL or path without what may be secret. */
  static String of(String url) {
    String cut = url.length() > MAX_LENGTH ? url.substring(0, MAX_LENGTH) : url;
    String bare = cut;
    if (cut.contains("://")) {
      bare = withoutUser(beforeAny(cut, "?#"));
    } else if (cut.indexOf('@') >= 0 && cut.indexOf(':', cut.indexOf('@')) > 0) {
      bare = cut.substring(cut.indexOf('@') + 1); // git@host:path
    }
    return SafeText.of(bare);
  }

  /** Host of a cleaned URL or of host:path; empty for a path. */
  static String host(String location) {
    int scheme = location.indexOf("://");
    if (scheme >= 0) {
      return beforeAny(location.substring(scheme + 3), "/:");
    }
    int colon = location.indexOf(':');
    return colon > 1 && location.indexOf('/') != 0 && location.lastIndexOf('/', colon) < 0
        ? location.substring(0, colon)
        : "";
  }

  /** Last part of the path; empty when it ends with a slash. */
  static String file(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static String withoutUser(String url) {
    int start = url.indexOf("://") + 3;
    int slash = url.indexOf('/', start);
    String authority = slash < 0 ? url.substring(start) : url.substring(start, slash);
    int at = authority.lastIndexOf('@');
    return at < 0
        ? url
        : url.substring(0, start)
            + authority.substring(at + 1)
            + (slash < 0 ? "" : url.substring(slash));
  }

  private static String beforeAny(String text, String characters) {
    for (int i = 0; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) >= 0) {
        return text.substring(0, i);
      }
    }
    return text;
  }
}
