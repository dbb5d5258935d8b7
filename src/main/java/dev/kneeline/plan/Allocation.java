package dev.kneeline.plan;

import dev.kneeline.space.Point;
import java.util.List;

/// One set of nodes or GPUs, and the servers that take turns on it.
///
/// @param point the part of the points that all of them share: allocation parameters
/// @param gpus how many GPUs its largest server takes
/// @param servers one after another
public record Allocation(Point point, int gpus, List<ServerNode> servers) {

  public Allocation {
    servers = List.copyOf(servers);
  }
}
