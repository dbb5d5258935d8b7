package dev.kneeline.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A byte array that grows up to a limit: what a parser keeps of a piece that was cut by a packet's
/// end.
final class Bytes {

  private final int limit;
  private final String what;
  private byte[] array;
  private int length;

  /// @param limit most bytes it may hold
  /// @param what for the message when more come, e.g. "a response head"
  Bytes(int initial, int limit, String what) {
    this.array = new byte[initial];
    this.limit = limit;
    this.what = what;
  }

  void append(byte[] bytes, int from, int to) throws MalformedReply {
    int added = to - from;
    if (added > limit - length) {
      throw new MalformedReply("%s is longer than %d bytes".formatted(what, limit));
    }
    if (length + added > array.length) {
      array = Arrays.copyOf(array, Math.min(limit, Math.max(2 * array.length, length + added)));
    }
    System.arraycopy(bytes, from, array, length, added);
    length += added;
  }

  void append(byte one) throws MalformedReply {
    if (length == array.length) {
      if (length == limit) {
        throw new MalformedReply("%s is longer than %d bytes".formatted(what, limit));
      }
      array = Arrays.copyOf(array, Math.min(limit, Math.max(64, 2 * length)));
    }
    array[length++] = one;
  }

  byte[] array() {
    return array;
  }

  int length() {
    return length;
  }

  boolean isEmpty() {
    return length == 0;
  }

  void clear() {
    length = 0;
  }

  String text() {
    return new String(array, 0, length, StandardCharsets.ISO_8859_1);
  }
}
