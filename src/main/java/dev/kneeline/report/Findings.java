package dev.kneeline.report;

import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.SlaAnswer;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

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
  /// @param again the command that measured the study
  /// @param facts provenance in words: versions, machine, GPUs, git state
  /// @param measured by point id how that configuration was measured
  /// @param logTails by point id the last lines of a failed one's log
  /// @param leftOut by reason how many points or runs do not enter the figures
  /// @param machines what servers used, those of the best configurations first
  /// @param searches answers to an SLA search
  public record Evidence(
      String sweepFile,
      String again,
      SequencedMap<String, String> facts,
      Map<String, HowMeasured> measured,
      Map<String, String> logTails,
      SequencedMap<String, Long> leftOut,
      List<MachineSeries> machines,
      List<SlaAnswer> searches) {

    public static final Evidence NONE =
        new Evidence(
            "",
            "",
            new LinkedHashMap<>(),
            Map.of(),
            Map.of(),
            new LinkedHashMap<>(),
            List.of(),
            List.of());
  }

  /// How one configuration was measured, so that somebody else can.
  ///
  /// @param server the command of its server; empty where none was started
  /// @param load the command of the load that was put on it
  /// @param told what the server said of itself meanwhile, such as `server_running_mean`
  public record HowMeasured(String server, String load, SequencedMap<String, Double> told) {}
}
