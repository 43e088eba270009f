package io.runwhy.extension.emit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The id of a record: derived from all that is in it, so that the same record has the same id. */
final class RecordId {
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private RecordId() {}

  /** 32 hexadecimal digits: half of the SHA-256 of the event. */
  static String of(Event event) {
    byte[] hash;
    try {
      hash = MessageDigest.getInstance("SHA-256").digest(EventCodec.encode(event));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    StringBuilder id = new StringBuilder(32);
    for (int i = 0; i < 16; i++) {
      id.append(DIGITS[(hash[i] >> 4) & 0xf]).append(DIGITS[hash[i] & 0xf]);
    }
    return id.toString();
  }
}
