package dev.kneeline.wire.serve;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes on their way to one write: grows as needed and is used again, so that a token event is put
/// together without a new object.
public final class ByteBuilder {

  private byte[] bytes = new byte[16 * 1024];
  private int length;

  /// The bytes so far, followed by rubbish: see [#length].
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public ByteBuilder clear() {
    length = 0;
    return this;
  }

  public ByteBuilder add(byte[] more) {
    return add(more, more.length);
  }

  public ByteBuilder add(byte[] more, int count) {
    return add(more, 0, count);
  }

  /// Adds the bytes from one index up to another.
  public ByteBuilder add(byte[] more, int from, int to) {
    room(to - from);
    System.arraycopy(more, from, bytes, length, to - from);
    length += to - from;
    return this;
  }

  /// Adds text in UTF-8.
  public ByteBuilder add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  ByteBuilder addLineEnd() {
    room(2);
    bytes[length++] = '\r';
    bytes[length++] = '\n';
    return this;
  }

  /// Adds a number as HTTP writes the size of a chunk: 255 is `ff`, 256 is `100`.
  ByteBuilder addHex(int number) {
    int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(number)) / 4);
    room(digits);
    for (int digit = digits - 1; digit >= 0; digit--) {
      bytes[length++] = (byte) Character.forDigit((number >>> (4 * digit)) & 15, 16);
    }
    return this;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
