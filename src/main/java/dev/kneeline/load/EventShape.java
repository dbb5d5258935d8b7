package dev.kneeline.load;

import java.util.Arrays;

/// The bytes of an event around its one text. A stream's events are the same but for it, so that
/// the next one need not be walked: two comparisons, and a look for the text's end.
///
/// What is equal up to the text's opening quote and from its closing one on was read before, so it
/// would be read the same again.
final class EventShape {

  static final int OTHER = -1;

  /// Larger events are walked.
  private static final int LONGEST = 4096;

  private byte[] bytes = new byte[0];
  private int head;
  private int tail;

  /// Keeps an event.
  ///
  /// @param textFrom first byte of its text
  /// @param textTo the text's closing quote
  void remember(byte[] event, int from, int to, int textFrom, int textTo) {
    head = textFrom - from;
    tail = to - textTo;
    if (head + tail > LONGEST) {
      head = 0;
      return;
    }
    if (head + tail > bytes.length) {
      bytes = new byte[Math.min(LONGEST, head + tail + 64)];
    }
    System.arraycopy(event, from, bytes, 0, head);
    System.arraycopy(event, textTo, bytes, head, tail);
  }

  /// Where the text ends, [#OTHER] for an event of another shape. It begins at `from + head()`.
  int textEnd(byte[] event, int from, int to) {
    int textFrom = from + head;
    int textTo = to - tail;
    boolean same =
        head > 0
            && textTo >= textFrom
            && Arrays.equals(event, from, textFrom, bytes, 0, head)
            && Arrays.equals(event, textTo, to, bytes, head, head + tail);
    return same && isOneString(event, textFrom, textTo) ? textTo : OTHER;
  }

  /// Bytes in front of the text.
  int head() {
    return head;
  }

  /// No quote inside that ends it, and no escape that reaches over its end.
  private static boolean isOneString(byte[] event, int from, int to) {
    int at = from;
    while (at < to) {
      byte here = event[at];
      if (here == '"') {
        return false;
      }
      at += here == '\\' ? 2 : 1;
    }
    return at == to;
  }
}
