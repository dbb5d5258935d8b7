package dev.kneeline.plan;

import dev.kneeline.space.Point;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What will be done, as a tree whose levels are lifetimes: Allocation > Server > runs.
///
/// @param name the sweep's
/// @param allocations in the order in which they are started
public record Plan(String name, List<Allocation> allocations) {

  public Plan {
    allocations = List.copyOf(allocations);
  }

  public List<ServerNode> servers() {
    return allocations.stream().flatMap(allocation -> allocation.servers().stream()).toList();
  }

  public List<PlannedRun> runs() {
    return servers().stream().flatMap(server -> server.runs().stream()).toList();
  }

  /// The part of the plan that is measured in any case: where a point's repetitions end as soon as
  /// its means are sure, one of those that are left, since the stored ones are not enough.
  public Plan least() {
    Set<Point> begun = new HashSet<>();
    return new Plan(
        name,
        allocations.stream()
            .map(allocation ->
                new Allocation(
                    allocation.point(),
                    allocation.gpus(),
                    allocation.servers().stream()
                        .map(server -> server.with(needed(server.runs(), begun)))
                        .filter(server -> !server.runs().isEmpty())
                        .toList()))
            .filter(allocation -> !allocation.servers().isEmpty())
            .toList());
  }

  private static List<PlannedRun> needed(List<PlannedRun> runs, Set<Point> begun) {
    return runs.stream().filter(run -> begun.add(run.point()) || run.unless().isEmpty()).toList();
  }

  /// GPUs that a server takes; none where it is not ours to start.
  public static int gpus(ServerNode server) {
    return server.spec() instanceof ServerSpec.Start start ? start.gpus() : 0;
  }

  /// Servers that this plan starts; an attached or absent one is not started.
  public int serverStarts() {
    return (int)
        servers().stream().filter(server -> server.spec() instanceof ServerSpec.Start).count();
  }
}
