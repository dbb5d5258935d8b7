package dev.kneeline.space;

import java.math.BigInteger;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// All points worth measuring: dimensions multiplied, rules applied, extra points appended. It
/// never enumerates itself.
///
/// The order of points is that of nested loops over the dimensions as they were defined, the first
/// one slowest; included points that the dimensions do not give follow. Immutable.
public final class SearchSpace {

  private final List<Dimension> dimensions;

  SearchSpace(SpaceBuilder builder) {
    this.dimensions = List.copyOf(builder.dimensions());
  }

  public static SpaceBuilder builder() {
    return new SpaceBuilder();
  }

  public List<Dimension> dimensions() {
    return dimensions;
  }

  /// Every parameter's scope, in order of definition.
  public SequencedMap<String, Scope> scopes() {
    throw new UnsupportedOperationException();
  }

  /// How many points the nested loops alone would visit, without conditions and rules.
  public BigInteger productSize() {
    throw new UnsupportedOperationException();
  }

  /// How many points are valid, included ones among them.
  public Size validSize() {
    throw new UnsupportedOperationException();
  }

  /// The point at an index, in time that does not depend on the size of the space.
  ///
  /// @throws IndexOutOfBoundsException outside `[0, validSize)`
  /// @throws IllegalStateException where the size is known by bounds only
  public Point point(BigInteger index) {
    throw new UnsupportedOperationException();
  }

  /// The index of a point; the inverse of [#point(BigInteger)].
  ///
  /// @throws IllegalArgumentException for a point that is not valid
  public BigInteger indexOf(Point point) {
    throw new UnsupportedOperationException();
  }

  public boolean contains(Point point) {
    throw new UnsupportedOperationException();
  }

  /// All valid points in order, made one by one.
  public Stream<Point> points() {
    throw new UnsupportedOperationException();
  }

  /// What conditions and rules take away, in the order in which they are applied.
  public List<Removal> removals() {
    throw new UnsupportedOperationException();
  }

  /// What is legal and probably not meant.
  public List<SpaceWarning> warnings() {
    throw new UnsupportedOperationException();
  }
}
