package dev.kneeline.wire;

import java.util.Arrays;

/// The last line that had to be searched for its end. Lines of a token stream differ in one string,
/// so that the next one's end is found by two comparisons, which the machine does 32 bytes at a
/// time, in place of a look at every byte.
final class KnownLine {

  private static final int LONGEST = 4096;

  private byte[] bytes = new byte[256];
  private int length;

  void remember(byte[] line, int from, int to) {
    int size = to - from;
    if (size > LONGEST) {
      return;
    }
    if (size > bytes.length) {
      bytes = new byte[Math.min(LONGEST, 2 * size)];
    }
    System.arraycopy(line, from, bytes, 0, size);
    length = size;
  }

  /// A place from `from` to `to` before which no line ends: what equals the known line, the string
  /// in which the two differ, and what equals it again from that string's closing quote on.
  int clearUpTo(byte[] stream, int from, int to) {
    int most = Math.min(to - from, length);
    int same = Arrays.mismatch(stream, from, from + most, bytes, 0, most);
    if (same < 0) {
      return from + most;
    }
    int quote = from + same;
    while (quote < to && stream[quote] != '"' && stream[quote] > '\r') {
      quote++;
    }
    int known = same;
    while (known < length && bytes[known] != '"') {
      known++;
    }
    if (quote == to || stream[quote] != '"') {
      return quote;
    }
    int rest = Math.min(to - quote, length - known);
    int alike = Arrays.mismatch(stream, quote, quote + rest, bytes, known, known + rest);
    return quote + (alike < 0 ? rest : alike);
  }
}
