package dev.kneeline.cli;

import dev.kneeline.exec.HostMachine;
import dev.kneeline.exec.LocalExecutor;
import dev.kneeline.exec.Surroundings;
import dev.kneeline.plan.Allocation;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.Planner;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.Simulation;
import dev.kneeline.plan.Sweep;
import dev.kneeline.search.Strategy;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Study;
import dev.kneeline.sweep.MachineFacts;
import dev.kneeline.sweep.Preflight;
import dev.kneeline.sweep.Strategies;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/// This machine, as a sweep sees it.
final class Machine {

  /// Points that are looked at before anything starts; more would only repeat what these say.
  static final int LOOKED_AT = 2_000;

  private static final double MIB_PER_GIB = 1024;
  private static final double BYTES_PER_GIB = 1L << 30;

  private Machine() {}

  /// What rules may know of it.
  static MachineFacts facts(HostMachine host) {
    LongStream memories = host.gpus().stream().mapToLong(HostMachine.Gpu::memoryMib);
    OptionalLong smallest = memories.min();
    return new MachineFacts(
        host.gpus().size(),
        smallest.isPresent()
            ? OptionalDouble.of(smallest.getAsLong() / MIB_PER_GIB)
            : OptionalDouble.empty(),
        host.cpus(),
        host.memoryBytes().isPresent()
            ? OptionalDouble.of(host.memoryBytes().getAsLong() / BYTES_PER_GIB)
            : OptionalDouble.empty());
  }

  /// A plan of the first points, enough to know what servers take.
  static Plan firstPlan(Sweep sweep) {
    Strategy strategy = Strategies.of(sweep);
    return new Planner(sweep).plan(strategy.next(Study.empty(), LOOKED_AT));
  }

  /// @throws Refusal if something stands in the way that is certain to fail; it names all of it
  static void requireReady(Plan plan, Complaints complaints) {
    List<Preflight.Obstacle> obstacles = Preflight.check(plan);
    obstacles.forEach(obstacle -> complaints.say(obstacle.message(), obstacle.hint()));
    if (!obstacles.isEmpty()) {
      throw new Refusal(ExitCode.IMPOSSIBLE, "", "");
    }
  }

  static LocalExecutor executor(Sweep sweep, Plan plan, StudyFolder study) {
    boolean simulated = plan.servers().stream().map(ServerNode::spec).anyMatch(Simulation::applies);
    // Simulated servers take none of this machine's GPUs, whatever they count as.
    int gpus =
        simulated ? 0 : plan.allocations().stream().mapToInt(Allocation::gpus).max().orElse(0);
    return LocalExecutor.open(
        sweep.placement(), gpus, study, Surroundings.here(), sweep.conduct().runTimeout());
  }
}
