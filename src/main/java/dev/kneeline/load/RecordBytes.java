package dev.kneeline.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One record in the making: bytes with the number formats of the samples file.
final class RecordBytes {

  private byte[] bytes = new byte[1024];
  private int length;

  void clear() {
    length = 0;
  }

  int length() {
    return length;
  }

  byte[] array() {
    return bytes;
  }

  void put(int one) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = (byte) one;
  }

  /// Seven bits a byte, low ones first; the top bit says that more follow.
  void varint(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      put((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    put((int) left);
  }

  /// A number that may be negative: 0, -1, 1, -2 become 0, 1, 2, 3.
  void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  void text(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    varint(encoded.length);
    append(encoded, encoded.length);
  }

  void append(byte[] more, int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
    System.arraycopy(more, 0, bytes, length, count);
    length += count;
  }
}
