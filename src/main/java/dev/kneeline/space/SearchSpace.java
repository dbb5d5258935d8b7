package dev.kneeline.space;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// All points worth measuring: dimensions multiplied, rules applied, extra points appended. It
/// never enumerates itself.
///
/// The order of points is that of nested loops over the dimensions as they were defined, the first
/// one slowest; included points that the loops do not give follow. The sizes are exact as long as
/// every rule can be counted through, and so are `point` and `indexOf`. Immutable.
public final class SearchSpace {

  private static final int PROBES = 1_000;
  private static final BigInteger MOST_PROBES = BigInteger.valueOf(PROBES);

  private final List<Dimension> dimensions;
  private final List<Rule> requires;
  private final List<SpaceWarning> refusals = new ArrayList<>();
  private final Frame frame;
  private final SpaceCompiler compiled;
  private final Ranking ranking;
  private final List<SpaceCompiler.Uncounted> uncounted;
  private final Optional<String> continuous;
  private final List<Point> extras;
  private final Map<Point, Integer> extraNumbers = new HashMap<>();

  SearchSpace(SpaceBuilder builder) {
    this.dimensions = List.copyOf(builder.dimensions());
    this.requires = List.copyOf(builder.requires());
    this.frame = new Frame(dimensions.stream().map(Axis::of).toList());
    this.compiled = new SpaceCompiler(frame, builder);
    this.ranking = new Ranking(compiled.components(), frame.size());
    this.uncounted = compiled.uncounted();
    this.continuous =
        dimensions.stream().filter(SearchSpace::isContinuous).map(Dimension::name).findFirst();
    this.extras = extras(builder.included());
    extras.forEach(point -> extraNumbers.put(point, extraNumbers.size()));
  }

  /// The same space without the rules that could not be counted through.
  private SearchSpace(SearchSpace space) {
    this.dimensions = space.dimensions;
    this.requires = space.requires;
    this.frame = space.frame;
    this.compiled = space.compiled;
    this.ranking = space.ranking;
    this.uncounted = List.of();
    this.continuous = Optional.empty();
    this.extras = space.extras;
    this.extraNumbers.putAll(space.extraNumbers);
  }

  private static boolean isContinuous(Dimension dimension) {
    return dimension instanceof Parameter parameter && !parameter.domain().isFinite();
  }

  public static SpaceBuilder builder() {
    return new SpaceBuilder();
  }

  public List<Dimension> dimensions() {
    return dimensions;
  }

  /// Every parameter's scope, in order of definition.
  public SequencedMap<String, Scope> scopes() {
    return frame.scopes();
  }

  /// How many points the nested loops alone would visit, without conditions and rules. A range
  /// without a step counts with the thousand steps in which samplers take it.
  public BigInteger productSize() {
    return accounting().product();
  }

  /// How many points are valid, included ones among them.
  ///
  /// Where a rule cannot be counted through, a thousand candidates from all over the space are
  /// asked: those that are valid are the lower bound.
  public Size validSize() {
    if (continuous.isPresent()) {
      return new Size.Endless(continuous.get());
    }
    return uncounted.stream()
        .findFirst()
        .<Size>map(rule -> new Size.Bounds(validProbes(), candidateCount(), rule.name()))
        .orElseGet(() -> new Size.Exact(candidateCount()));
  }

  private BigInteger validProbes() {
    BigInteger candidates = candidateCount();
    long valid =
        IntStream.range(0, PROBES)
            .mapToObj(probe -> candidates.multiply(BigInteger.valueOf(probe)).divide(MOST_PROBES))
            .distinct()
            .filter(index -> index.compareTo(candidates) < 0)
            .filter(index -> passesUncounted(candidate(index)))
            .count();
    return BigInteger.valueOf(valid);
  }

  /// The exact number of valid points.
  ///
  /// @throws IllegalStateException where it is known by bounds only
  public BigInteger size() {
    return switch (validSize()) {
      case Size.Exact(BigInteger count) -> count;
      case Size.Bounds(BigInteger _, BigInteger _, String rule) ->
          throw new IllegalStateException(
              "the rule '%s' joins too many values for points to be counted".formatted(rule));
      case Size.Endless(String parameter) ->
          throw new IllegalStateException(
              "the range of '%s' has no step, so points cannot be listed".formatted(parameter));
    };
  }

  /// The point at an index, in time that does not depend on the size of the space.
  ///
  /// @throws IndexOutOfBoundsException outside `[0, size())`
  /// @throws IllegalStateException where the size is known by bounds only
  public Point point(BigInteger index) {
    if (index.signum() < 0 || index.compareTo(size()) >= 0) {
      throw new IndexOutOfBoundsException("no point %s among %s".formatted(index, size()));
    }
    return candidate(index);
  }

  /// The same for an index that fits.
  public Point point(long index) {
    boolean listed = uncounted.isEmpty() && continuous.isEmpty();
    return listed && index >= 0 && index < ranking.smallTotal()
        ? frame.point(ranking.levels(index))
        : point(BigInteger.valueOf(index));
  }

  /// The index of a point; the inverse of [#point(BigInteger)].
  ///
  /// @throws IllegalArgumentException for a point that is not in the space
  /// @throws IllegalStateException where the size is known by bounds only
  public BigInteger indexOf(Point point) {
    size();
    return find(point)
        .orElseThrow(() -> new IllegalArgumentException("not in the space: " + point.label()));
  }

  public boolean contains(Point point) {
    return find(point).isPresent() && passesUncounted(point);
  }

  /// All valid points in order, made one by one.
  ///
  /// @throws IllegalStateException where a range has no step
  public Stream<Point> points() {
    if (continuous.isPresent()) {
      size();
    }
    return candidates(BigInteger.ZERO, candidateCount()).filter(this::passesUncounted);
  }

  /// The points of the indexes `[from, to)` in order, made one by one.
  ///
  /// @throws IllegalStateException where the size is known by bounds only
  public Stream<Point> points(BigInteger from, BigInteger to) {
    if (from.signum() < 0 || to.compareTo(size()) > 0 || from.compareTo(to) > 0) {
      throw new IndexOutOfBoundsException(
          "no points %s to %s among %s".formatted(from, to, size()));
    }
    return candidates(from, to);
  }

  /// One of `parts` disjoint runs of points that together are the whole space and differ in length
  /// by at most one: so many machines share the work without talking to each other.
  ///
  /// @param part from 0 to `parts - 1`
  public Stream<Point> shard(int part, int parts) {
    if (part < 0 || part >= parts) {
      throw new IllegalArgumentException("no part %d of %d".formatted(part, parts));
    }
    return points(boundary(part, parts), boundary(part + 1, parts));
  }

  /// What conditions and rules take away, in the order in which they are applied.
  public List<Removal> removals() {
    return accounting().removals();
  }

  /// What is legal and probably not meant.
  public List<SpaceWarning> warnings() {
    List<SpaceWarning> warnings = new ArrayList<>();
    uncounted.forEach(rule -> warnings.add(new SpaceWarning.Uncounted(rule.name())));
    warnings.addAll(accounting().warnings(compiled.components()));
    warnings.addAll(refusals);
    return warnings;
  }

  /// The same space without the rules that could not be counted through, and with each range that
  /// has no step taken in a thousand steps: its size is exact, and it holds every point that a
  /// sampler may choose. It is this space where nothing of that is needed.
  public SearchSpace relaxed() {
    return uncounted.isEmpty() && continuous.isEmpty() ? this : new SearchSpace(this);
  }

  /// A point to be made up value by value, out of those that the loops give.
  public Draft draft() {
    return new Draft(frame, compiled.components());
  }

  /// The levels of a point by dimension, numbered as in a [Draft]; nothing where it has a value
  /// that no loop gives. The point need not be valid.
  public Optional<int[]> levels(Point point) {
    return frame.levelsOf(point);
  }

  /// How often each level of each dimension occurs among the valid points that the loops give.
  ///
  /// @return by dimension and level, numbered as in a [Draft]
  public List<List<BigInteger>> levelCounts() {
    List<List<BigInteger>> counts = new ArrayList<>(Collections.nCopies(frame.size(), List.of()));
    BigInteger total = ranking.total();
    for (Diagram part : compiled.components().parts()) {
      for (int layer = 0; layer < part.depth(); layer++) {
        BigInteger others = part.isEmpty() ? BigInteger.ZERO : total.divide(part.count());
        counts.set(
            part.variables()[layer],
            Stream.of(part.marginals(layer)).map(others::multiply).toList());
      }
    }
    return counts;
  }

  /// The points that no draft makes: included ones that the loops do not give.
  public List<Point> extraPoints() {
    return extras;
  }

  private Accounting accounting() {
    return new Accounting(frame, compiled.applied());
  }

  private BigInteger boundary(int part, int parts) {
    return size().multiply(BigInteger.valueOf(part)).divide(BigInteger.valueOf(parts));
  }

  /// Points as far as they could be counted: some of them may break a rule that could not.
  private BigInteger candidateCount() {
    return ranking.total().add(BigInteger.valueOf(extras.size()));
  }

  private Point candidate(BigInteger index) {
    BigInteger extra = index.subtract(ranking.total());
    return extra.signum() < 0
        ? frame.point(ranking.levels(index))
        : extras.get(extra.intValueExact());
  }

  private Stream<Point> candidates(BigInteger from, BigInteger to) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new PointIterator(from, to),
            Spliterator.ORDERED
                | Spliterator.DISTINCT
                | Spliterator.NONNULL
                | Spliterator.IMMUTABLE),
        false);
  }

  private boolean passesUncounted(Point point) {
    return extraNumbers.containsKey(point)
        || uncounted.stream().allMatch(rule -> rule.test().test(point));
  }

  private Optional<BigInteger> find(Point point) {
    Integer extra = extraNumbers.get(point);
    if (extra != null) {
      return Optional.of(ranking.total().add(BigInteger.valueOf(extra)));
    }
    return frame.levelsOf(point).map(ranking::number).filter(number -> number.signum() >= 0);
  }

  /// The included points that the loops do not give and no `require` rule forbids.
  private List<Point> extras(List<Point> included) {
    SequencedMap<Point, Point> kept = new LinkedHashMap<>();
    for (Point point : included) {
      Optional<Rule> broken =
          requires.stream().filter(rule -> !rule.holds(point::value)).findFirst();
      if (broken.isPresent()) {
        refusals.add(new SpaceWarning.Refused(point, broken.get().name()));
      } else if (!contains(point)) {
        kept.putIfAbsent(point, point);
      }
    }
    return List.copyOf(kept.values());
  }

  /// Walks from point to point without looking any index up again.
  private final class PointIterator implements Iterator<Point> {
    private final BigInteger end;
    private BigInteger next;
    private int[] levels = {};

    PointIterator(BigInteger from, BigInteger to) {
      this.next = from;
      this.end = to;
      if (from.compareTo(ranking.total()) < 0) {
        levels = ranking.levels(from);
      }
    }

    @Override
    public boolean hasNext() {
      return next.compareTo(end) < 0;
    }

    @Override
    public Point next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      boolean inLoops = next.compareTo(ranking.total()) < 0;
      Point point = inLoops ? frame.point(levels) : candidate(next);
      if (inLoops) {
        ranking.advance(levels);
      }
      next = next.add(BigInteger.ONE);
      return point;
    }
  }
}
