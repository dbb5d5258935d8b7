package dev.kneeline.exec;

import dev.kneeline.store.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a series of runs is measured on, as far as the runs' records need it.
///
/// @param server empty for commands without one
/// @param folder of the server's attempt, relative to the study's; empty where there is none
/// @param names runtime names of machine, study and server
/// @param gpus how many it holds
/// @param startSeconds what its start took, for the first run's cost
/// @param notes that every run on it carries
record MeasuredServer(
    Optional<LiveServer> server,
    String folder,
    Origin origin,
    Map<String, String> names,
    int gpus,
    double startSeconds,
    List<String> notes) {

  MeasuredServer {
    names = Map.copyOf(names);
    notes = List.copyOf(notes);
  }
}
