package dev.kneeline.report;

import dev.kneeline.analysis.Answer;
import dev.kneeline.analysis.Average;
import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The answer in sentences, with how sure it is.
public final class AnswerText {

  static final String SIMULATED =
      "A simulated server answered: this is of a model, not of a machine.";

  private static final int NAMED = 3;

  private AnswerText() {}

  /// The answer in sentences; the first names the configuration, or says that there is none.
  public static List<String> of(Answer answer, Objective objective, List<Slo> slos) {
    return switch (answer) {
      case Answer.Best best -> best(best, objective, slos);
      case Answer.NoneMeets none -> noneMeets(none, objective, slos);
      case Answer.NothingMeasured() ->
          List.of("Nothing was measured that has %s.".formatted(objective.key()));
    };
  }

  private static List<String> best(Answer.Best answer, Objective objective, List<Slo> slos) {
    List<String> sentences = new ArrayList<>();
    String limits = slos.isEmpty() ? "" : " within " + limits(slos);
    sentences.add(
        "Best: %s, with %s %s%s."
            .formatted(
                label(answer.best()),
                MetricText.words(objective.key()),
                quantity(objective.key(), answer.average()),
                limits));
    sentences.add(certainty(answer));
    for (Slo slo : answer.unsure()) {
      sentences.add(unsure(answer.best(), slo));
    }
    if (answer.best().simulated()) {
      sentences.add(SIMULATED);
    }
    return sentences;
  }

  private static String certainty(Answer.Best answer) {
    if (answer.average().runs() < 2) {
      return "It rests on one run, so how sure that is cannot be told: repeat to know.";
    }
    if (answer.level().isEmpty()) {
      return "No other configuration's 95 % interval reaches into its own.";
    }
    String named =
        answer.level().stream()
            .limit(NAMED)
            .map(AnswerText::label)
            .collect(Collectors.joining("; "));
    int more = answer.level().size() - NAMED;
    return "Not told apart from it by these runs: %s%s."
        .formatted(named, more > 0 ? "; and %d more".formatted(more) : "");
  }

  private static String unsure(Row row, Slo slo) {
    Average average = row.average(slo.key()).orElseThrow();
    String why =
        average.reliable()
            ? "its 95 % interval reaches past the limit"
            : "the sample is too small to carry it";
    return "It keeps %s on its mean of %s, but %s."
        .formatted(slo.text(), MetricText.quantity(slo.key(), average.mean()), why);
  }

  private static List<String> noneMeets(
      Answer.NoneMeets answer, Objective objective, List<Slo> slos) {
    Slo missed = answer.missed();
    String nearest =
        answer
            .nearest()
            .average(missed.key())
            .map(average ->
                "Nearest: %s, with %s against %s."
                    .formatted(
                        label(answer.nearest()),
                        MetricText.quantity(missed.key(), average.mean()),
                        missed.text()))
            .orElse(
                "No configuration that has %s has all the figures of the limits."
                    .formatted(objective.key()));
    List<String> sentences = new ArrayList<>();
    sentences.add("No measured configuration keeps %s.".formatted(limits(slos)));
    sentences.add(nearest);
    if (answer.nearest().simulated()) {
      sentences.add(SIMULATED);
    }
    return sentences;
  }

  private static String limits(List<Slo> slos) {
    return slos.stream().map(Slo::text).collect(Collectors.joining(" and "));
  }

  private static String quantity(String key, Average average) {
    String spread =
        average.halfWidth().isPresent()
            ? " ±" + NumberText.spread(average.halfWidth().getAsDouble(), average.mean())
            : "";
    String unit = MetricText.unit(key);
    return NumberText.threeDigits(average.mean()) + spread + (unit.isEmpty() ? "" : " " + unit);
  }

  private static String label(Row row) {
    String label = row.point().label();
    return label.isEmpty() ? "the only configuration" : label;
  }
}
