package dev.kneeline.exec;

import dev.kneeline.exec.ProcessTable.Entry;
import dev.kneeline.store.StudyFolder;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// What all nodes that run on this machine share.
///
/// @param runTimeout after which one run is given up
record Machinery(
    Processes processes,
    Ports ports,
    Gpus gpus,
    Surroundings surroundings,
    StudyFolder study,
    Duration runTimeout) {

  Sampler sampler(Lane lane, Function<ProcessTable, List<Entry>> server) {
    return new Sampler(server, lane, gpus);
  }
}
