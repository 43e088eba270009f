package io.runwhy.extension.resource;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file of the kernel, read into one buffer that is used again, and what it says taken out without
 * making objects. Used by one thread at a time.
 */
final class SmallFile {
  /** Bytes of a file that are looked at; the rest of a longer one is left out. */
  static final int MAX_BYTES = 16 * 1024;

  /** No such number: missing, negative, too large or no number at all. */
  static final long ABSENT = -1;

  private final byte[] bytes = new byte[MAX_BYTES];
  private int length;
  private int position;

  /** Reads it; false when it cannot be, and then it is as if empty. */
  boolean read(String path) {
    length = 0;
    position = 0;
    try (InputStream in = new FileInputStream(path)) {
      int count;
      while (length < MAX_BYTES && (count = in.read(bytes, length, MAX_BYTES - length)) > 0) {
        length += count;
      }
      return true;
    } catch (IOException | SecurityException e) {
      length = 0;
      return false;
    }
  }

  /** Reads a file that holds one number. */
  long number(String path) {
    return read(path) ? number() : ABSENT;
  }

  /** As if it had been read. */
  void set(byte[] content) {
    length = Math.min(content.length, MAX_BYTES);
    System.arraycopy(content, 0, bytes, 0, length);
    position = 0;
  }

  int length() {
    return length;
  }

  byte at(int index) {
    return bytes[index];
  }

  /** Whether there was more than the buffer holds. */
  boolean isCut() {
    return length == MAX_BYTES;
  }

  /** Goes behind the last such byte; false when there is none. */
  boolean goBehindLast(char mark) {
    for (int i = length - 1; i >= 0; i--) {
      if (bytes[i] == mark) {
        position = i + 1;
        return true;
      }
    }
    return false;
  }

  /** Goes behind a line's first word, and behind a mark after it; false when there is none. */
  boolean goBehind(String word) {
    int start = 0;
    while (start + word.length() < length) {
      if (startsWith(start, word) && bytes[start + word.length()] <= ' ') {
        position = start + word.length();
        return true;
      }
      while (start < length && bytes[start] != '\n') {
        start++;
      }
      start++;
    }
    return false;
  }

  /** The number behind a line's first word. */
  long numberOf(String word) {
    return goBehind(word) ? number() : ABSENT;
  }

  /** Goes behind the next such text; false when there is none. */
  boolean goBehindText(String text) {
    for (int i = position; i + text.length() <= length; i++) {
      if (startsWith(i, text)) {
        position = i + text.length();
        return true;
      }
    }
    return false;
  }

  /** Whether there is another word. */
  boolean hasWord() {
    while (position < length && bytes[position] <= ' ' && bytes[position] >= 0) {
      position++;
    }
    return position < length;
  }

  /** The next word as a number; {@link #ABSENT} when it is none. */
  long number() {
    if (!hasWord()) {
      return ABSENT;
    }
    long value = 0;
    for (; position < length && !isSpace(bytes[position]); position++) {
      int digit = bytes[position] - '0';
      boolean fits = value >= 0 && digit >= 0 && digit <= 9;
      value = fits && value <= (Long.MAX_VALUE - digit) / 10 ? value * 10 + digit : ABSENT;
    }
    return value;
  }

  /** The next word as a number with a point. */
  double decimal() {
    long whole = 0;
    long scale = 0;
    for (hasWord(); position < length && !isSpace(bytes[position]); position++) {
      int digit = bytes[position] - '0';
      boolean point = bytes[position] == '.' && scale == 0;
      if (!point && (digit < 0 || digit > 9 || whole > Long.MAX_VALUE / 100)) {
        return ABSENT;
      }
      whole = point ? whole : whole * 10 + digit;
      scale = point ? 1 : scale * 10;
    }
    return (double) whole / Math.max(1, scale);
  }

  void skipWord() {
    if (hasWord()) {
      while (position < length && !isSpace(bytes[position])) {
        position++;
      }
    }
  }

  private boolean startsWith(int at, String text) {
    if (at + text.length() > length) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpace(byte value) {
    return value >= 0 && value <= ' ';
  }
}
