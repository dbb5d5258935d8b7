package dev.kneeline.report;

/// How many columns of a terminal a text takes, and texts cut and filled to that.
public final class TextWidth {

  private TextWidth() {}

  /// Two for a letter of East Asia or a picture, none for a mark on the letter before, else one.
  public static int of(String text) {
    return isPlain(text) ? text.length() : text.codePoints().map(TextWidth::of).sum();
  }

  /// Letters of one column each, which is nearly every text: below the first combining mark only
  /// the soft hyphen has no width.
  private static boolean isPlain(String text) {
    for (int index = 0; index < text.length(); index++) {
      char letter = text.charAt(index);
      if (letter >= 0x300 || letter == 0xAD) {
        return false;
      }
    }
    return true;
  }

  /// Text without control characters, which could steer the terminal that shows it.
  public static String printable(String text) {
    if (isPrintable(text)) {
      return text;
    }
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .map(character -> Character.isISOControl(character) ? 0xFFFD : character)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  private static boolean isPrintable(String text) {
    for (int index = 0; index < text.length(); index++) {
      if (Character.isISOControl(text.charAt(index))) {
        return false;
      }
    }
    return true;
  }

  /// The text cut to some columns, an ellipsis in the place of what was cut.
  public static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int used = 0;
    for (int character : text.codePoints().toArray()) {
      used += of(character);
      if (used > columns - 1) {
        break;
      }
      kept.appendCodePoint(character);
    }
    return columns < 1 ? "" : kept.append('…').toString();
  }

  /// Blanks before the text up to some columns.
  static String right(String text, int columns) {
    return " ".repeat(Math.max(0, columns - of(text))) + text;
  }

  /// Blanks after the text up to some columns.
  static String left(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - of(text)));
  }

  private static int of(int character) {
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> wide(character) ? 2 : 1;
    };
  }

  /// The blocks of Unicode's East Asian Width property that are wide, in the large.
  private static boolean wide(int character) {
    return (character >= 0x1100 && character <= 0x115F)
        || (character >= 0x2E80 && character <= 0xA4CF && character != 0x303F)
        || (character >= 0xAC00 && character <= 0xD7A3)
        || (character >= 0xF900 && character <= 0xFAFF)
        || (character >= 0xFE30 && character <= 0xFE6F)
        || (character >= 0xFF00 && character <= 0xFF60)
        || (character >= 0xFFE0 && character <= 0xFFE6)
        || (character >= 0x1F300 && character <= 0x1FAFF)
        || (character >= 0x20000 && character <= 0x3FFFD);
  }
}
