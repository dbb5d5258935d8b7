package dev.kneeline.plan;

import java.util.List;

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
