package dev.kneeline.load;

import java.nio.charset.StandardCharsets;

/// JSON's string escapes, as far as a load generator needs them.
final class JsonStrings {

  private JsonStrings() {}

  /// Appends the text of a JSON string's inside.
  static void unescape(byte[] bytes, int from, int to, StringBuilder into) {
    int plain = from;
    for (int at = from; at < to; at++) {
      if (bytes[at] != '\\' || at + 1 >= to) {
        continue;
      }
      into.append(new String(bytes, plain, at - plain, StandardCharsets.UTF_8));
      at++;
      switch (bytes[at]) {
        case 'n' -> into.append('\n');
        case 't' -> into.append('\t');
        case 'r' -> into.append('\r');
        case 'b' -> into.append('\b');
        case 'f' -> into.append('\f');
        case 'u' -> {
          into.append(unit(bytes, at + 1, to));
          at = Math.min(at + 4, to - 1);
        }
        default -> into.append((char) bytes[at]);
      }
      plain = at + 1;
    }
    into.append(new String(bytes, plain, to - plain, StandardCharsets.UTF_8));
  }

  /// One UTF-16 unit of four hex digits; a cut or wrong one becomes the replacement character.
  private static char unit(byte[] bytes, int from, int to) {
    int value = 0;
    for (int at = from; at < from + 4; at++) {
      int digit = at < to ? Character.digit(bytes[at], 16) : -1;
      if (digit < 0) {
        return '\uFFFD';
      }
      value = 16 * value + digit;
    }
    return (char) value;
  }
}
