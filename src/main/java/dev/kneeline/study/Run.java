package dev.kneeline.study;

import dev.kneeline.metric.Figures;
import java.util.List;

/// One measured repetition of a point, committed.
///
/// @param repetition counted from 1
/// @param fingerprint decides whether it still answers the planned run of that number
/// @param verdict what the client says of its own measurement
/// @param simulated whether a simulated server answered
/// @param folder where its files lie, relative to the study's folder
/// @param figures the metrics
/// @param cost what measuring it took
/// @param ignored flags that a simulated server took without any effect
public record Run(
    int repetition,
    String fingerprint,
    Verdict verdict,
    boolean simulated,
    String folder,
    Figures figures,
    Cost cost,
    List<String> ignored) {

  public Run {
    ignored = List.copyOf(ignored);
  }

  /// Where no flag was without effect.
  public Run(
      int repetition,
      String fingerprint,
      Verdict verdict,
      boolean simulated,
      String folder,
      Figures figures,
      Cost cost) {
    this(repetition, fingerprint, verdict, simulated, folder, figures, cost, List.of());
  }

  /// What a run took, for estimates.
  ///
  /// @param seconds from the cache reset to the commit
  /// @param serverStartSeconds from the server's start until it was ready; 0 for a run that found
  ///   it running
  /// @param gpus GPUs that were held meanwhile
  public record Cost(double seconds, double serverStartSeconds, int gpus) {}

  /// The run with other figures, such as what its tokens cost.
  public Run with(Figures others) {
    return new Run(repetition, fingerprint, verdict, simulated, folder, others, cost, ignored);
  }

  /// What the fingerprint of a run begins with that another tool measured: it answers no planned
  /// run, and its figures are that tool's.
  public static final String IMPORTED = "imported:";

  /// Whether another tool measured it.
  public boolean imported() {
    return fingerprint.startsWith(IMPORTED);
  }

  /// An INVALID run is kept and shown but never enters a mean.
  public boolean counts() {
    return !verdict.status().equals("INVALID");
  }
}
