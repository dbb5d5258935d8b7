package dev.kneeline.search;

import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Every valid point with the same chance, none twice: the space's indexes in a random order.
///
/// It remembers nothing but how far it is, so ten million points take no more memory than one.
/// Where a rule could not be counted through, candidates are drawn and those that break it are
/// passed over.
public record Uniform(long seed) implements Sampler {

  /// So many candidates in a row may break an uncounted rule before the sample ends early.
  private static final long PATIENCE = 1_000_000;

  @Override
  public Stream<Point> points(SearchSpace space, long limit) {
    SearchSpace candidates = space.relaxed();
    BigInteger size = candidates.size();
    Optional<Point> defaults = Defaults.point(space);
    BigInteger first = defaults.map(candidates::indexOf).orElse(BigInteger.ONE.negate());
    Permutation order = new Permutation(size.max(BigInteger.ONE), seed);
    Stream<Point> rest =
        order.isSmall()
            ? smallIndexes(order, size, first).mapToObj(candidates::point)
            : indexes(size)
                .map(order::at)
                .filter(index -> !index.equals(first))
                .map(candidates::point);
    Stream<Point> valid =
        candidates == space
            ? rest
            : rest.takeWhile(new Patience(space, PATIENCE)).filter(space::contains);
    return Stream.concat(defaults.stream(), valid).limit(limit);
  }

  private static LongStream smallIndexes(Permutation order, BigInteger size, BigInteger but) {
    long skipped = but.longValueExact();
    return LongStream.range(0, size.longValueExact())
        .map(order::at)
        .filter(index -> index != skipped);
  }

  private static Stream<BigInteger> indexes(BigInteger size) {
    return Stream.iterate(
        BigInteger.ZERO, index -> index.compareTo(size) < 0, index -> index.add(BigInteger.ONE));
  }
}
