package dev.kneeline.load;

import dev.kneeline.metric.FigureOptions;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Everything that decides a load, checked: what can be built can be run.
///
/// @param notes what a person should know of the options, such as one without effect here
public record LoadOptions(
    Target target,
    WorkloadSpec workload,
    Pace pace,
    BodySpec body,
    Limits limits,
    Reporting reporting,
    ClientSpec client,
    List<String> notes) {

  public LoadOptions {
    notes = List.copyOf(notes);
  }

  /// What reading gives: options, or every problem that was found.
  public sealed interface Result {}

  /// All is well.
  public record Read(LoadOptions options) implements Result {}

  /// Nothing can be run.
  public record Refused(List<Problem> problems) implements Result {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /// Reads options by the names of `vllm bench serve`; `-` and `_` in a name are one. A value may
  /// be typed or text: 64 and "64" are the same. An unset value is as if the option were not there.
  public static Result read(Map<String, Value> values) {
    return LoadOptionsBuilder.build(new OptionReader(values));
  }

  /// The options or an exception with every problem in its message: for callers that have checked.
  public static LoadOptions of(Map<String, Value> values) {
    return switch (read(values)) {
      case Read(LoadOptions options) -> options;
      case Refused(List<Problem> problems) ->
          throw new IllegalArgumentException(problems.toString());
    };
  }

  /// What of the options decides the figures, for computing them again when all else is over. The
  /// rest is not checked: the prompts' file may be gone, the server certainly is.
  public static FigureOptions figures(Map<String, Value> values) {
    return LoadOptionsBuilder.figures(new OptionReader(values));
  }

  /// Every option that is known, in the order of the help.
  public static List<LoadOption> names() {
    return OptionTable.rows();
  }

  LoadOptions withTarget(Target replacement) {
    return new LoadOptions(replacement, workload, pace, body, limits, reporting, client, notes);
  }

  LoadOptions withWorkload(WorkloadSpec replacement) {
    return new LoadOptions(target, replacement, pace, body, limits, reporting, client, notes);
  }

  LoadOptions withNotes(List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return new LoadOptions(target, workload, pace, body, limits, reporting, client, all);
  }
}
