package dev.kneeline.search;

import dev.kneeline.space.Condition;
import dev.kneeline.space.Dimension;
import dev.kneeline.space.Draft;
import dev.kneeline.space.Parameter;
import dev.kneeline.space.Rows;
import dev.kneeline.space.SearchSpace;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Finds the switches of a space: the parameters that decide whether others matter.
///
/// A parameter is a gate if a `when` reads it. It is one also if one of its values leaves another
/// parameter, which has a choice otherwise, a single value, and if its own values are so unequally
/// common among the valid points that the commonest occurs more than twice as often as the rarest:
/// a fair draw of points would then hardly show the rare value. An off switch over seven dependents
/// is the example: off is one point where on is thousands.
final class Gates {

  private static final BigInteger UNEQUAL = BigInteger.TWO;

  private Gates() {}

  /// The numbers of the gate dimensions, in order of definition.
  static int[] of(SearchSpace space) {
    Set<String> read = new HashSet<>();
    for (Dimension dimension : space.dimensions()) {
      if (dimension instanceof Parameter parameter) {
        parameter.when().map(Condition::reads).ifPresent(read::addAll);
      }
    }
    Draft draft = space.draft();
    List<List<BigInteger>> counts = space.levelCounts();
    return IntStream.range(0, draft.dimensions())
        .filter(dimension ->
            isRead(space.dimensions().get(dimension), read)
                || (isUnequal(counts.get(dimension)) && pinsAnother(draft, dimension)))
        .toArray();
  }

  private static boolean isRead(Dimension dimension, Set<String> read) {
    return switch (dimension) {
      case Parameter parameter -> read.contains(parameter.name());
      case Rows rows -> rows.scopes().keySet().stream().anyMatch(read::contains);
    };
  }

  private static boolean isUnequal(List<BigInteger> counts) {
    List<BigInteger> live = counts.stream().filter(count -> count.signum() > 0).sorted().toList();
    return live.size() > 1 && live.getLast().compareTo(live.getFirst().multiply(UNEQUAL)) > 0;
  }

  private static boolean pinsAnother(Draft draft, int gate) {
    boolean[] varies = new boolean[draft.dimensions()];
    for (int other = 0; other < varies.length; other++) {
      varies[other] = other != gate && draft.allowed(other).cardinality() > 1;
    }
    boolean pins =
        draft.allowed(gate).stream().boxed().toList().stream()
            .anyMatch(level -> pins(draft, gate, level, varies));
    draft.open(gate);
    return pins;
  }

  private static boolean pins(Draft draft, int gate, int level, boolean[] varies) {
    draft.open(gate);
    draft.decide(gate, level);
    return IntStream.range(0, varies.length)
        .anyMatch(other -> varies[other] && draft.allowed(other).cardinality() == 1);
  }
}
