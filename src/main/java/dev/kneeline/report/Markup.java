package dev.kneeline.report;

/// Text made safe inside HTML, SVG and Markdown.
final class Markup {

  private Markup() {}

  /// Text for the content of an element or a quoted attribute of HTML and XML. Control characters,
  /// which XML has no way to write, become the replacement character.
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(character -> append(escaped, character));
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int character) {
    switch (character) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\'' -> escaped.append("&#39;");
      case '\t', '\n', '\r' -> escaped.append((char) character);
      default -> escaped.appendCodePoint(inXml(character) ? character : 0xFFFD);
    }
  }

  private static boolean inXml(int character) {
    return character >= 0x20
        && !(character >= 0xD800 && character <= 0xDFFF)
        && character != 0xFFFE
        && character != 0xFFFF;
  }
}
