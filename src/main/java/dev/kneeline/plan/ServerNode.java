package dev.kneeline.plan;

import dev.kneeline.space.Point;
import java.util.List;

/// One server's life: start, the runs in this order, stop.
///
/// @param id names its log folder; the same for every start of the same server
/// @param point the parameters that all its runs share
/// @param spec how it comes to be
/// @param runs in the order in which they are measured
public record ServerNode(String id, Point point, ServerSpec spec, List<PlannedRun> runs) {

  public ServerNode {
    runs = List.copyOf(runs);
  }

  public ServerNode with(List<PlannedRun> others) {
    return new ServerNode(id, point, spec, others);
  }
}
