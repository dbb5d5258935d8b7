package dev.kneeline.sweep;

import dev.kneeline.plan.Conduct;
import dev.kneeline.space.Point;
import dev.kneeline.space.Scope;
import dev.kneeline.space.Value;
import dev.kneeline.study.Failure;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Monotone pruning: a point that ran out of memory takes with it every point that is at least as
/// large in each listed parameter and equal in all other server and allocation parameters.
///
/// With `monotone: [server.max-num-seqs]`, out of memory at max-num-seqs=256, tp=2 prunes 512 and
/// 1024 at tp=2 and leaves tp=4 alone. Load parameters count only where they are listed: memory
/// that runs out while the server loads does so under any load.
final class Pruning {

  private final Set<String> monotone;
  private final Set<String> fixed = new LinkedHashSet<>();
  private final Set<String> loads = new LinkedHashSet<>();

  Pruning(Conduct conduct, Map<String, Scope> scopes) {
    this.monotone = Set.copyOf(conduct.monotone());
    scopes.forEach((name, scope) -> {
      if (!monotone.contains(name)) {
        (scope == Scope.LOAD ? loads : fixed).add(name);
      }
    });
  }

  /// Why the point is not worth an attempt; empty if nothing speaks against it.
  Optional<String> reason(Point point, Study study) {
    if (monotone.isEmpty()) {
      return Optional.empty();
    }
    return study.trials().stream()
        .filter(trial -> outOfMemory(trial).isPresent())
        .filter(trial -> !trial.point().equals(point) && dominates(point, trial))
        .findFirst()
        .map(trial ->
            "%s %s, and this point asks for at least as much"
                .formatted(trial.point().label(), outOfMemory(trial).orElseThrow().kind().label()));
  }

  private boolean dominates(Point point, Trial failed) {
    List<Set<String>> equal =
        outOfMemory(failed).orElseThrow().kind()
                == dev.kneeline.study.FailureKind.OUT_OF_MEMORY_AT_LOAD
            ? List.of(fixed)
            : List.of(fixed, loads);
    boolean alike =
        equal.stream()
            .flatMap(Set::stream)
            .allMatch(name -> point.value(name).equals(failed.point().value(name)));
    return alike
        && monotone.stream()
            .allMatch(name -> atLeast(point.value(name), failed.point().value(name)));
  }

  private static boolean atLeast(Value one, Value other) {
    Optional<BigDecimal> left = number(one);
    Optional<BigDecimal> right = number(other);
    if (left.isEmpty() || right.isEmpty()) {
      return one.equals(other);
    }
    return left.get().compareTo(right.get()) >= 0;
  }

  private static Optional<BigDecimal> number(Value value) {
    return switch (value) {
      case Value.Whole whole -> Optional.of(BigDecimal.valueOf(whole.number()));
      case Value.Real real -> Optional.of(real.number());
      case Value.Text text -> Optional.empty();
      case Value.Flag flag -> Optional.empty();
      case Value.Items items -> Optional.empty();
      case Value.Entries entries -> Optional.empty();
      case Value.Unset unset -> Optional.empty();
    };
  }

  private static Optional<Failure> outOfMemory(Trial trial) {
    if (trial.state() instanceof TrialState.Unviable(Failure reason) && reason.kind().byMemory()) {
      return Optional.of(reason);
    }
    return Optional.empty();
  }
}
