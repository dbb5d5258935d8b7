package dev.kneeline.plan;

import dev.kneeline.engine.Engine;
import dev.kneeline.engine.Readiness;
import dev.kneeline.space.Value;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// How the server of a node comes to be.
public sealed interface ServerSpec {

  /// Started for this node and stopped after it.
  ///
  /// @param processes one a role, in the order in which they start; the last one is asked for
  ///   readiness and takes the load
  /// @param parameters what the server was asked to run with, without scope prefix, for comparison
  ///   with what it reports
  /// @param port where it must listen; empty for a free one
  /// @param gpus how many GPUs it takes
  record Start(
      Engine engine,
      List<ProcessCommand> processes,
      Map<String, Value> parameters,
      Readiness readiness,
      OptionalInt port,
      int gpus)
      implements ServerSpec {

    public Start {
      processes = List.copyOf(processes);
    }
  }

  /// Runs already and stays.
  record Attach(Engine engine, String url) implements ServerSpec {}

  /// There is none: each run is a command.
  record Absent() implements ServerSpec {}
}
