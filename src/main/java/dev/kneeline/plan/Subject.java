package dev.kneeline.plan;

import dev.kneeline.engine.Engine;
import dev.kneeline.engine.Readiness;
import dev.kneeline.space.Value;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// What is measured.
public sealed interface Subject {

  /// A server that Kneeline starts and stops.
  ///
  /// @param engine its preset
  /// @param command words before the parameters, as templates; the engine's own unless the file
  ///   says otherwise
  /// @param parameters constants by name without `server.`; texts may hold placeholders
  /// @param environment variables by name; values are templates
  /// @param readiness the engine's, with the file's changes
  /// @param port where it must listen; empty for a free port a lane
  record Started(
      Engine engine,
      List<Template> command,
      Map<String, Value> parameters,
      Map<String, Template> environment,
      Readiness readiness,
      OptionalInt port)
      implements Subject {

    public Started {
      command = List.copyOf(command);
    }
  }

  /// A server that already runs and is left running.
  ///
  /// @param url `http://host:port`
  record Running(Engine engine, String url) implements Subject {}

  /// No server: a command per point gives the result.
  record Offline() implements Subject {}
}
