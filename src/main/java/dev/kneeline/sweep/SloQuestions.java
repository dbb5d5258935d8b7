package dev.kneeline.sweep;

import dev.kneeline.plan.Plan;
import dev.kneeline.plan.Planner;
import dev.kneeline.plan.Sweep;
import dev.kneeline.search.slo.Sla;
import dev.kneeline.search.slo.SloQuestion;
import dev.kneeline.search.slo.SloSettings;
import dev.kneeline.search.slo.Variable;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a sweep with `search: {method: slo}` asks.
final class SloQuestions {

  private SloQuestions() {}

  static SloQuestion of(Sweep sweep) {
    Map<String, Value> options = sweep.search().options();
    String variable = text(options, "variable");
    boolean whole = variable.equals("load.max-concurrency");
    SloSettings settings =
        new SloSettings(
            new Variable(whole, number(options, "from"), number(options, "to")),
            number(options, "tolerance"),
            sweep.conduct().repetitions(),
            (int) number(options, "probes"),
            start(sweep, variable));
    Planner planner = new Planner(sweep);
    return new SloQuestion(
        sweep.space(),
        variable,
        List.of(new Sla(sweep.goal().slos())),
        settings,
        text(options, "algorithm"),
        SloQuestion.Best.valueOf(text(options, "best").toUpperCase(Locale.ROOT).replace('-', '_')),
        point -> gpus(planner, point));
  }

  private static int gpus(Planner planner, Point point) {
    return planner.plan(List.of(point)).servers().stream().mapToInt(Plan::gpus).max().orElse(0);
  }

  /// The variable's value in every point of the space.
  private static double start(Sweep sweep, String variable) {
    Value value =
        sweep.space().points().findFirst().map(point -> point.value(variable)).orElse(Value.UNSET);
    return switch (value) {
      case Value.Whole first -> first.number();
      case Value.Real first -> first.number().doubleValue();
      case Value.Text _, Value.Flag _, Value.Items _, Value.Entries _, Value.Unset _ ->
          Double.POSITIVE_INFINITY;
    };
  }

  private static String text(Map<String, Value> options, String key) {
    return options.getOrDefault(key, Value.UNSET).spelling();
  }

  private static double number(Map<String, Value> options, String key) {
    return Double.parseDouble(text(options, key));
  }
}
