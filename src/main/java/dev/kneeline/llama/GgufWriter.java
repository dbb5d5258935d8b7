package dev.kneeline.llama;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Builds the head of a GGUF version 3 file: magic, counts, metadata, tensor table, padding.
///
/// Everything is little endian; a string is its length in 8 bytes and its UTF-8 bytes.
final class GgufWriter {

  static final int MAGIC = 0x46554747; // "GGUF" as its four bytes are read
  static final int VERSION = 3;

  /// The head, and each tensor's data, are padded to a multiple of this.
  static final int ALIGNMENT = 32;

  private final ByteArrayOutputStream metadata = new ByteArrayOutputStream();
  private int entries;

  GgufWriter text(String key, String value) {
    entry(key, GgufType.TEXT);
    text(metadata, value);
    return this;
  }

  GgufWriter whole(String key, int value) {
    entry(key, GgufType.UNSIGNED_32);
    int32(metadata, value);
    return this;
  }

  GgufWriter real(String key, float value) {
    entry(key, GgufType.REAL_32);
    int32(metadata, Float.floatToIntBits(value));
    return this;
  }

  GgufWriter flag(String key, boolean value) {
    entry(key, GgufType.FLAG);
    metadata.write(value ? 1 : 0);
    return this;
  }

  GgufWriter texts(String key, List<String> values) {
    array(key, GgufType.TEXT, values.size());
    values.forEach(value -> text(metadata, value));
    return this;
  }

  GgufWriter reals(String key, List<Float> values) {
    array(key, GgufType.REAL_32, values.size());
    values.forEach(value -> int32(metadata, Float.floatToIntBits(value)));
    return this;
  }

  GgufWriter wholes(String key, List<Integer> values) {
    array(key, GgufType.SIGNED_32, values.size());
    values.forEach(value -> int32(metadata, value));
    return this;
  }

  /// The bytes before the first tensor's data, for tensors laid out one behind the other.
  byte[] head(List<Tensor> tensors) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int32(head, MAGIC);
    int32(head, VERSION);
    int64(head, tensors.size());
    int64(head, entries);
    head.writeBytes(metadata.toByteArray());
    long offset = 0;
    for (Tensor tensor : tensors) {
      describe(head, tensor, offset);
      offset += padded(tensor.bytes());
    }
    head.writeBytes(new byte[(int) (padded(head.size()) - head.size())]);
    return head.toByteArray();
  }

  static long padded(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static void describe(ByteArrayOutputStream head, Tensor tensor, long offset) {
    text(head, tensor.name());
    boolean vector = tensor.rows() == 1;
    int32(head, vector ? 1 : 2);
    int64(head, tensor.columns());
    if (!vector) {
      int64(head, tensor.rows());
    }
    int32(head, tensor.type().tensorCode());
    int64(head, offset);
  }

  private void entry(String key, GgufType type) {
    text(metadata, key);
    int32(metadata, type.ordinal());
    entries++;
  }

  private void array(String key, GgufType elements, int length) {
    entry(key, GgufType.ARRAY);
    int32(metadata, elements.ordinal());
    int64(metadata, length);
  }

  private static void text(ByteArrayOutputStream out, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    int64(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void int32(ByteArrayOutputStream out, int value) {
    out.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private static void int64(ByteArrayOutputStream out, long value) {
    out.writeBytes(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }
}
