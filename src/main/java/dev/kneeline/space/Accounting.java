package dev.kneeline.space;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Says what each cut takes away, and what about the result is probably not meant.
final class Accounting {

  /// Sets of rules are tried for the smallest contradiction in order of size; beyond so many, any
  /// irreducible set will do.
  private static final int MOST_SETS = 5_000;

  private static final int LARGEST_SET = 4;

  private final Frame frame;
  private final List<Cut> cuts;

  Accounting(Frame frame, List<Cut> cuts) {
    this.frame = frame;
    this.cuts = cuts;
  }

  BigInteger product() {
    return Components.all(frame.levels(), frame.openLevels()).count();
  }

  List<Removal> removals() {
    List<Cut> whens = cuts.stream().filter(Cut.When.class::isInstance).toList();
    List<Removal> removals = new ArrayList<>();
    BigInteger product = product();
    BigInteger before = product;
    for (int index = 0; index < whens.size(); index++) {
      BigInteger now = after(whens.subList(0, index + 1)).count();
      BigInteger alone = product.subtract(after(whens.subList(index, index + 1)).count());
      removals.add(
          new Removal(Removal.Kind.WHEN, whens.get(index).name(), alone, before.subtract(now)));
      before = now;
    }
    Components existing = after(whens);
    Components left = existing;
    for (Cut cut : cuts.subList(whens.size(), cuts.size())) {
      left = cut.apply(left);
      BigInteger alone = existing.count().subtract(cut.apply(existing).count());
      BigInteger inOrder = before.subtract(left.count());
      removals.add(new Removal(cut.sort(), cut.name(), alone, inOrder));
      before = left.count();
    }
    return removals;
  }

  /// What is left after some of the cuts, conditions among them first.
  ///
  /// A conditional parameter has its closed level only once its condition is applied: before that
  /// it simply varies.
  private Components after(List<Cut> applied) {
    int[] open = frame.openLevels();
    for (Cut cut : applied) {
      if (cut instanceof Cut.When(String _, Diagram _, int variable)) {
        open[variable] = frame.levels()[variable];
      }
    }
    Components left = Components.all(frame.levels(), open);
    for (Cut cut : applied) {
      left = cut.apply(left);
    }
    return left;
  }

  List<SpaceWarning> warnings(Components result) {
    List<SpaceWarning> warnings = new ArrayList<>();
    for (Axis axis : frame.axes()) {
      axis.repeated().forEach(value -> warnings.add(new SpaceWarning.Repeated(axis.name(), value)));
    }
    for (Removal removal : removals()) {
      if (removal.alone().signum() == 0 && removal.kind() != Removal.Kind.WHEN) {
        warnings.add(new SpaceWarning.IdleRule(removal.rule()));
      }
    }
    if (result.isEmpty()) {
      warnings.add(
          new SpaceWarning.Contradiction(contradiction().stream().map(Cut::name).toList()));
    } else {
      result.parts().forEach(part -> warnings.addAll(unused(part)));
    }
    return warnings;
  }

  /// Values that no tuple has, and parameters that have one only.
  private List<SpaceWarning> unused(Diagram part) {
    List<SpaceWarning> warnings = new ArrayList<>();
    for (int layer = 0; layer < part.depth(); layer++) {
      Axis axis = frame.axes().get(part.variables()[layer]);
      BitSet live = part.live(layer);
      if (live.cardinality() == 1 && axis.open() > 1) {
        Value only = axis.display(live.nextSetBit(0));
        warnings.add(new SpaceWarning.Constant(axis.name(), only));
      } else {
        IntStream.range(0, axis.open())
            .filter(level -> !live.get(level))
            .mapToObj(level -> new SpaceWarning.DeadValue(axis.name(), axis.display(level)))
            .forEach(warnings::add);
      }
    }
    return warnings;
  }

  /// The smallest set of cuts that leaves nothing over.
  private List<Cut> contradiction() {
    List<Cut> irreducible = irreducible();
    for (int size = 1; size < Math.min(irreducible.size(), LARGEST_SET); size++) {
      if (sets(size).compareTo(BigInteger.valueOf(MOST_SETS)) > 0) {
        break;
      }
      List<Cut> found = firstEmpty(List.of(), 0, size);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return irreducible;
  }

  /// Drops each cut without which nothing is left all the same.
  private List<Cut> irreducible() {
    List<Cut> needed = new ArrayList<>(cuts);
    for (Cut cut : cuts) {
      List<Cut> without = needed.stream().filter(other -> !other.equals(cut)).toList();
      if (after(without).isEmpty()) {
        needed.remove(cut);
      }
    }
    return needed;
  }

  private List<Cut> firstEmpty(List<Cut> chosen, int from, int size) {
    if (chosen.size() == size) {
      return after(chosen).isEmpty() ? chosen : List.of();
    }
    for (int index = from; index < cuts.size(); index++) {
      List<Cut> more = Stream.concat(chosen.stream(), Stream.of(cuts.get(index))).toList();
      List<Cut> found = firstEmpty(more, index + 1, size);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private BigInteger sets(int size) {
    BigInteger sets = BigInteger.ONE;
    for (int chosen = 0; chosen < size; chosen++) {
      sets =
          sets.multiply(BigInteger.valueOf(cuts.size() - chosen))
              .divide(BigInteger.valueOf(chosen + 1));
    }
    return sets;
  }
}
