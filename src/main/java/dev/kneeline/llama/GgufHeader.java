package dev.kneeline.llama;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a GGUF file says of itself before its weights: metadata and the table of tensors.
///
/// Reads any model of version 2 or 3, not only generated ones.
///
/// @param metadata by key: `Long`, `Double`, `Boolean`, `String`, or a `List` of those
/// @param tensors in file order
public record GgufHeader(Map<String, Object> metadata, List<Entry> tensors) {

  /// Longest string and array taken seriously: a damaged length must not ask for all memory.
  private static final long LONGEST = 1 << 28;

  public GgufHeader {
    metadata = Map.copyOf(metadata);
    tensors = List.copyOf(tensors);
  }

  /// A line of the tensor table.
  ///
  /// @param name as llama.cpp looks it up
  /// @param dimensions fastest first
  /// @param type the number of its storage type
  /// @param offset of its data from the end of the padded head
  public record Entry(String name, List<Long> dimensions, int type, long offset) {
    public Entry {
      dimensions = List.copyOf(dimensions);
    }
  }

  /// @throws IOException when the file cannot be read or is not a GGUF file of version 2 or 3
  public static GgufHeader read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      return new Reader(in).header();
    } catch (EOFException e) {
      throw new IOException(file + " is truncated: it ends within its head", e);
    } catch (MalformedException e) {
      throw new IOException(file + " is not a model file: " + e.getMessage(), e);
    }
  }

  /// The whole number under that key, or empty.
  public OptionalLong whole(String key) {
    return metadata.get(key) instanceof Long number
        ? OptionalLong.of(number)
        : OptionalLong.empty();
  }

  /// The text under that key, or empty.
  public Optional<String> text(String key) {
    return metadata.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /// The flag under that key, or empty.
  public Optional<Boolean> flag(String key) {
    return metadata.get(key) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  /// Number of elements of the array under that key; 0 where there is none.
  public int length(String key) {
    return metadata.get(key) instanceof List<?> elements ? elements.size() : 0;
  }

  private static final class MalformedException extends IOException {
    MalformedException(String message) {
      super(message);
    }
  }

  private record Reader(DataInputStream in) {

    GgufHeader header() throws IOException {
      if (int32() != GgufWriter.MAGIC) {
        throw new MalformedException("it does not begin with GGUF");
      }
      int version = int32();
      if (version != GgufWriter.VERSION && version != 2) {
        throw new MalformedException("version " + version);
      }
      int tensorCount = length();
      int metadataCount = length();
      Map<String, Object> metadata = new LinkedHashMap<>();
      for (int i = 0; i < metadataCount; i++) {
        metadata.put(text(), value(type()));
      }
      List<Entry> tensors = new ArrayList<>();
      for (int i = 0; i < tensorCount; i++) {
        tensors.add(entry());
      }
      return new GgufHeader(metadata, tensors);
    }

    private Entry entry() throws IOException {
      String name = text();
      int rank = int32();
      if (rank < 1 || rank > 4) {
        throw new MalformedException("a tensor of " + rank + " dimensions");
      }
      List<Long> dimensions = new ArrayList<>();
      for (int i = 0; i < rank; i++) {
        dimensions.add(int64());
      }
      return new Entry(name, dimensions, int32(), int64());
    }

    private Object value(GgufType type) throws IOException {
      return switch (type) {
        case UNSIGNED_8 -> (long) in.readUnsignedByte();
        case SIGNED_8 -> (long) in.readByte();
        case UNSIGNED_16 -> (long) Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
        case SIGNED_16 -> (long) Short.reverseBytes(in.readShort());
        case UNSIGNED_32 -> Integer.toUnsignedLong(int32());
        case SIGNED_32 -> (long) int32();
        case REAL_32 -> (double) Float.intBitsToFloat(int32());
        case FLAG -> in.readByte() != 0;
        case TEXT -> text();
        case ARRAY -> array();
        case UNSIGNED_64, SIGNED_64 -> int64();
        case REAL_64 -> Double.longBitsToDouble(int64());
      };
    }

    private List<Object> array() throws IOException {
      GgufType elements = type();
      int length = length();
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        values.add(value(elements));
      }
      return values;
    }

    private GgufType type() throws IOException {
      int code = int32();
      GgufType[] types = GgufType.values();
      if (code < 0 || code >= types.length) {
        throw new MalformedException("a value of type " + code);
      }
      return types[code];
    }

    private String text() throws IOException {
      int length = length();
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException();
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private int length() throws IOException {
      long length = int64();
      if (length < 0 || length > LONGEST) {
        throw new MalformedException("a length of " + length);
      }
      return (int) length;
    }

    private int int32() throws IOException {
      return Integer.reverseBytes(in.readInt());
    }

    private long int64() throws IOException {
      return Long.reverseBytes(in.readLong());
    }
  }
}
