package dev.kneeline.load;

import java.nio.charset.StandardCharsets;

/// JSON's string escapes, as far as a load generator needs them.
final class JsonStrings {

  private JsonStrings() {}

  /// Appends the text of a JSON string's inside.
  static void unescape(byte[] bytes, int from, int to, StringBuilder into) {
    int plain = from;
    int at = from;
    while (at + 1 < to) {
      if (bytes[at] != '\\') {
        at++;
        continue;
      }
      into.append(new String(bytes, plain, at - plain, StandardCharsets.UTF_8));
      boolean unit = bytes[at + 1] == 'u';
      into.append(unit ? unit(bytes, at + 2, to) : escaped(bytes[at + 1]));
      at = Math.min(to, at + (unit ? 6 : 2));
      plain = at;
    }
    into.append(new String(bytes, plain, to - plain, StandardCharsets.UTF_8));
  }

  private static char escaped(byte letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> (char) letter;
    };
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
