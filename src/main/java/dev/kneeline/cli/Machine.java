package dev.kneeline.cli;

import dev.kneeline.exec.LocalExecutor;
import dev.kneeline.exec.Surroundings;
import dev.kneeline.plan.Allocation;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.Planner;
import dev.kneeline.plan.Sweep;
import dev.kneeline.search.Strategy;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Study;
import dev.kneeline.sweep.MachineFacts;
import dev.kneeline.sweep.Preflight;
import dev.kneeline.sweep.Strategies;
import java.util.List;

/// This machine, as a sweep sees it.
final class Machine {

  /// Points that are looked at before anything starts; more would only repeat what these say.
  private static final int LOOKED_AT = 2_000;

  private Machine() {}

  /// What rules may know of it.
  static MachineFacts facts() {
    return MachineFacts.plain(Runtime.getRuntime().availableProcessors());
  }

  /// A plan of the first points, enough to know what servers take.
  static Plan firstPlan(Sweep sweep) {
    Strategy strategy = Strategies.of(sweep);
    return new Planner(sweep).plan(strategy.next(Study.empty(), LOOKED_AT));
  }

  /// @throws Refusal if something stands in the way that is certain to fail
  static void requireReady(Plan plan) {
    List<Preflight.Obstacle> obstacles =
        Preflight.check(plan, System.getenv().getOrDefault("PATH", ""));
    if (!obstacles.isEmpty()) {
      Preflight.Obstacle first = obstacles.getFirst();
      throw new Refusal(ExitCode.IMPOSSIBLE, first.message(), first.hint());
    }
  }

  static LocalExecutor executor(Sweep sweep, Plan plan, StudyFolder study) {
    int gpus = plan.allocations().stream().mapToInt(Allocation::gpus).max().orElse(0);
    return LocalExecutor.open(
        sweep.placement(),
        gpus,
        study,
        Surroundings.here(),
        sweep.conduct().runTimeout());
  }
}
