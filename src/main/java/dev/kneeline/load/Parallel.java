package dev.kneeline.load;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How the load is spread over processes and threads.
///
/// @param clients processes that send it together
/// @param clientCpus where each of them runs, as `taskset` has it; empty: anywhere
/// @param loops event loops in each process
/// @param share the part of the schedule which this process sends
/// @param start when the schedule begins; empty: as soon as all is prepared
public record Parallel(
    int clients, List<String> clientCpus, int loops, Share share, Optional<Instant> start) {

  public Parallel {
    clientCpus = List.copyOf(clientCpus);
  }

  /// Into how many parts the schedule of this process and of those it starts falls.
  int parts() {
    return clients * loops * share.of();
  }
}
