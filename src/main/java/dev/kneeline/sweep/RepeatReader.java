package dev.kneeline.sweep;

import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Parsed;
import dev.kneeline.metric.Slo;
import dev.kneeline.plan.Goal;
import dev.kneeline.plan.Precision;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads how often points are measured: `3`, `until ci < 3 %, at most 10`, or the same as a map.
final class RepeatReader {

  private static final String EXAMPLE = "write 3, or: until ci < 3 %, at most 10";
  private static final String LIMIT = "ci\\s*<\\s*(\\d+(?:\\.\\d+)?)\\s*%";
  private static final Pattern SHARE = Pattern.compile(LIMIT);
  private static final Pattern SENTENCE =
      Pattern.compile("until\\s+" + LIMIT + "\\s*,\\s*at\\s+most\\s+(\\d{1,6})");

  private final Problems problems;

  RepeatReader(Problems problems) {
    this.problems = problems;
  }

  /// @param most runs of a point
  /// @param until ends them early
  record Repeat(int most, Optional<Precision> until) {

    private static Repeat times(int number) {
      return new Repeat(number, Optional.empty());
    }
  }

  Repeat read(Settings file, Goal goal, Set<String> ownMetrics) {
    if (file.whole("repeat").isPresent()) {
      return Repeat.times(file.whole("repeat", 1));
    }
    return switch (file.find("repeat").orElse(null)) {
      case null -> Repeat.times(1);
      case Node.Scalar sentence -> sentence(sentence, keys(goal));
      case Node.Mapping map -> map(new Settings(map), goal, ownMetrics);
      case Node.Sequence list -> wrong(list.span(), "a list is no number of runs");
    };
  }

  private Repeat sentence(Node.Scalar sentence, List<String> keys) {
    Matcher matcher = SENTENCE.matcher(sentence.text().strip());
    return matcher.matches()
        ? until(
            sentence.span(),
            matcher.group(1),
            Precision.FEWEST,
            Integer.parseInt(matcher.group(2)),
            keys)
        : wrong(sentence.span(), "'%s' is no number of runs".formatted(sentence.text()));
  }

  private Repeat map(Settings map, Goal goal, Set<String> ownMetrics) {
    String text = map.text("until").orElse("");
    Matcher matcher = SHARE.matcher(text.strip());
    if (!matcher.matches()) {
      return wrong(map.span("until"), "'%s' is no limit of an interval".formatted(text));
    }
    return until(
        map.span("until"),
        matcher.group(1),
        map.whole("at-least", Precision.FEWEST),
        map.whole("at-most", Precision.FEWEST),
        map.has("of") ? named(map, ownMetrics) : keys(goal));
  }

  private Repeat until(Span place, String percent, int least, int most, List<String> keys) {
    double share = Double.parseDouble(percent) / 100;
    if (!(share > 0)) {
      return wrong(place, "no interval of measured figures is as narrow as 0 %");
    }
    if (most < least) {
      return wrong(place, "at most %d runs are fewer than the %d at least".formatted(most, least));
    }
    return keys.isEmpty()
        ? Repeat.times(most)
        : new Repeat(most, Optional.of(new Precision(share, least, keys)));
  }

  private Repeat wrong(Span place, String message) {
    problems.error(place, message, EXAMPLE);
    return Repeat.times(1);
  }

  private static List<String> keys(Goal goal) {
    Set<String> keys = new LinkedHashSet<>(List.of(goal.objective().key()));
    goal.slos().stream().map(Slo::key).forEach(keys::add);
    return List.copyOf(keys);
  }

  private List<String> named(Settings map, Set<String> ownMetrics) {
    List<String> keys = new ArrayList<>();
    for (Node item : map.items("of")) {
      switch (Objective.parse("max " + item.value().spelling(), ownMetrics)) {
        case Parsed.Good<Objective>(Objective objective) -> keys.add(objective.key());
        case Parsed.Bad<Objective>(String message, String hint) ->
            problems.error(item.span(), message, hint);
      }
    }
    return keys;
  }
}
