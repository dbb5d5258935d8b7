package dev.kneeline.report;

import dev.kneeline.analysis.Effects;
import dev.kneeline.analysis.Effects.Effect;
import dev.kneeline.analysis.Effects.Interaction;
import dev.kneeline.analysis.Table;
import dev.kneeline.analysis.Table.Cell;
import dev.kneeline.analysis.Table.Column;
import dev.kneeline.metric.Interval;
import dev.kneeline.metric.Objective;
import dev.kneeline.space.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What `show --effects` prints: which parameters matter, by how much, and which depend on which.
public final class EffectsTable {

  private EffectsTable() {}

  /// A row for each parameter, the largest effect first.
  public static Table of(Effects effects, Objective objective) {
    List<Interaction> interactions = effects.interactions();
    List<List<Cell>> rows = new ArrayList<>();
    for (Effect effect : effects.main()) {
      Optional<Interaction> most =
          interactions.stream().filter(each -> each.of().equals(effect)).findFirst();
      rows.add(
          List.of(
              new Cell.Words(Names.brief(effect.parameter())),
              new Cell.Setting(effect.best()),
              new Cell.Setting(effect.worst()),
              new Cell.Words(percent(effect.change())),
              new Cell.Words(effect.interval().map(EffectsTable::range).orElse("one pair")),
              new Cell.Count(effect.pairs()),
              new Cell.Words(most.map(EffectsTable::dependence).orElse(""))));
    }
    return new Table(columns(objective), rows, notes(effects, objective));
  }

  private static List<Column> columns(Objective objective) {
    return List.of(
        new Column("parameter", "parameter", ""),
        new Column("best", "best", ""),
        new Column("worst", "worst", ""),
        new Column("change", MetricText.words(objective.key()), ""),
        new Column("change_ci95", "95 % interval", ""),
        new Column("pairs", "pairs", ""),
        new Column("depends_on", "depends most on", ""));
  }

  private static List<String> notes(Effects effects, Objective objective) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "change of %s from the worst level to the best, over pairs that differ in nothing else"
            .formatted(MetricText.words(objective.key())));
    if (!effects.confounded().isEmpty()) {
      notes.add(
          "never varied alone, so no effect of its own can be told: "
              + effects.confounded().stream().map(Names::brief).collect(Collectors.joining(", ")));
    }
    return notes;
  }

  private static String dependence(Interaction interaction) {
    return "%s: %s at %s, %s at %s%s"
        .formatted(
            Names.brief(interaction.with()),
            percent(interaction.changeAtStrongest()),
            interaction.strongest().spelling(),
            percent(interaction.changeAtWeakest()),
            interaction.weakest().spelling(),
            within(interaction.interval()));
  }

  private static String within(Optional<Interval> interval) {
    if (interval.isEmpty()) {
      return " (too few pairs to be sure)";
    }
    return interval.get().contains(0) ? " (may be chance)" : "";
  }

  private static String range(Interval interval) {
    return percent(interval.low()) + " to " + percent(interval.high());
  }

  /// A share as a signed percentage, from threefold on as a factor: +12 %, -3.4 %, x75.3.
  static String percent(double share) {
    if (share >= 2) {
      return "x" + NumberText.threeDigits(1 + share);
    }
    double percent = share * 100;
    return Math.abs(percent) < 9.95
        ? String.format(Locale.ROOT, "%+.1f %%", percent)
        : (percent < 0 ? "-" : "+") + NumberText.grouped(Math.round(Math.abs(percent))) + " %";
  }
}
