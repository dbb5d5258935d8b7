package dev.kneeline.report;

import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that a report page tells of a study. Texts come from files and servers and may hold
/// anything; the page escapes them.
///
/// @param name the study's
/// @param rows every configuration, measured or not
/// @param objective what was looked for; empty where the sweep file names none
/// @param evidence what stands behind the figures
public record Findings(
    String name, List<Row> rows, Optional<Objective> objective, List<Slo> slos, Evidence evidence) {

  public Findings {
    rows = List.copyOf(rows);
    slos = List.copyOf(slos);
  }

  /// What stands behind the figures; each part may be empty.
  ///
  /// @param sweepFile the sweep file's text
  /// @param facts provenance as name and value: versions, machine, GPUs, git state
  /// @param commands by point id how to run that configuration
  /// @param logTails by point id the last lines of a failed one's log
  /// @param excluded by rule how many points it kept from being measured
  public record Evidence(
      String sweepFile,
      Map<String, String> facts,
      Map<String, String> commands,
      Map<String, String> logTails,
      Map<String, Long> excluded) {

    public static final Evidence NONE = new Evidence("", Map.of(), Map.of(), Map.of(), Map.of());
  }
}
