package dev.kneeline.space;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The map inside a point. All points of a space share their names, so that a million of them are a
/// million arrays.
final class Assignment extends AbstractMap<String, Value> implements SequencedMap<String, Value> {

  private final Names names;

  /// One for each name, null where the point has none.
  private final @Nullable Value[] values;

  /// Computed when it is first asked for.
  private int spreadHash;

  /// Parameter names and where each one's value is.
  static final class Names {
    private final List<String> list;
    private final Map<String, Integer> positions = new HashMap<>();

    Names(List<String> list) {
      this.list = List.copyOf(list);
      for (String name : list) {
        positions.put(name, positions.size());
      }
    }
  }

  Assignment(Names names, @Nullable Value[] values) {
    this.names = names;
    this.values = values;
  }

  static Assignment copyOf(SequencedMap<String, Value> values) {
    return values instanceof Assignment assignment
        ? assignment
        : new Assignment(
            new Names(List.copyOf(values.sequencedKeySet())),
            values.values().stream()
                .map(value -> value.isUnset() ? null : value)
                .toArray(Value[]::new));
  }

  /// The same values, with the other's names where they are equal.
  Assignment sharingNamesOf(Assignment other) {
    return names.list.equals(other.names.list) ? new Assignment(other.names, values) : this;
  }

  /// Equal for equal maps, whatever their order.
  int spreadHash() {
    if (spreadHash == 0) {
      int sum = 0;
      for (int position = 0; position < values.length; position++) {
        Value value = values[position];
        sum += value == null ? 0 : mixed(names.list.get(position).hashCode(), value.hashCode());
      }
      spreadHash = sum;
    }
    return spreadHash;
  }

  /// Every bit of both reaches every bit of the result; the factors are those of MurmurHash3.
  private static int mixed(int name, int value) {
    int mixed = 31 * name + value;
    mixed = (mixed ^ (mixed >>> 16)) * 0x85EBCA6B;
    mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
    return mixed ^ (mixed >>> 16);
  }

  @Override
  public @Nullable Value get(@Nullable Object name) {
    Integer position = names.positions.get(name);
    return position == null ? null : values[position];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public int size() {
    int size = 0;
    for (Value value : values) {
      size += value == null ? 0 : 1;
    }
    return size;
  }

  @Override
  public SequencedMap<String, Value> reversed() {
    List<Map.Entry<String, Value>> entries = new ArrayList<>(entrySet());
    Collections.reverse(entries);
    SequencedMap<String, Value> reversed = new LinkedHashMap<>();
    entries.forEach(entry -> reversed.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableSequencedMap(reversed);
  }

  @Override
  public Set<Map.Entry<String, Value>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return Assignment.this.size();
      }

      @Override
      public Iterator<Map.Entry<String, Value>> iterator() {
        return new Entries();
      }
    };
  }

  /// Walks the names that have a value.
  private final class Entries implements Iterator<Map.Entry<String, Value>> {
    private int next;

    @Override
    public boolean hasNext() {
      while (next < values.length && values[next] == null) {
        next++;
      }
      return next < values.length;
    }

    @Override
    public Map.Entry<String, Value> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Value value = values[next];
      return Map.entry(names.list.get(next++), value == null ? Value.UNSET : value);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return (other instanceof Assignment same && same.names == names)
        ? Arrays.equals(values, same.values)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
