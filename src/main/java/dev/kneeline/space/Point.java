package dev.kneeline.space;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One assignment of parameters, in the order in which the space defines them.
///
/// A parameter without a value is not in the map, whether the file said null or a condition closed
/// it. Two points are equal when they have equal values; the order of names and the spelling of
/// numbers are no part of that.
///
/// @param values the parameters that have a value
public record Point(SequencedMap<String, Value> values) {

  private static final int ID_BYTES = 6;

  public Point {
    values = Assignment.copyOf(values);
  }

  /// The same point, which keeps the names of its parameters in the memory of the other's where
  /// those are the same.
  public Point sharingNamesOf(Point other) {
    return values instanceof Assignment own && other.values instanceof Assignment its
        ? new Point(own.sharingNamesOf(its))
        : this;
  }

  /// Spread over all numbers, unlike the sum that a map's hash has to be: the points of a grid
  /// differ in a few small values, and thousands of them had the same sum.
  @Override
  public int hashCode() {
    return values instanceof Assignment own ? own.spreadHash() : values.hashCode();
  }

  /// The value of a parameter, unset where the point has none.
  public Value value(String name) {
    return values.getOrDefault(name, Value.UNSET);
  }

  /// The text of the point's identity: JSON in the order of names, such as
  /// `{"load.max-concurrency":8}`.
  public String canonical() {
    return Json.object(new TreeMap<>(values), Value::canonical);
  }

  /// Twelve hexadecimal digits of the SHA-256 of the canonical text: a file name that is the same
  /// on every machine.
  public String id() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(canonical().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /// Short and readable: `max-num-seqs=64 max-concurrency=8`; names that would be ambiguous keep
  /// their prefix.
  public String label() {
    Map<String, Long> uses =
        values.keySet().stream()
            .collect(Collectors.groupingBy(Names::brief, Collectors.counting()));
    return values.entrySet().stream()
        .map(entry -> shortest(entry.getKey(), uses) + "=" + entry.getValue().spelling())
        .collect(Collectors.joining(" "));
  }

  /// The part of the point that has these names.
  public Point restrictedTo(Set<String> names) {
    SequencedMap<String, Value> kept = new LinkedHashMap<>(values);
    kept.keySet().retainAll(names);
    return new Point(kept);
  }

  private static String shortest(String name, Map<String, Long> uses) {
    String brief = Names.brief(name);
    return uses.getOrDefault(brief, 0L) == 1 ? brief : name;
  }
}
