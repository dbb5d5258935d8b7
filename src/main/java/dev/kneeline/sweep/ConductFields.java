package dev.kneeline.sweep;

import static dev.kneeline.sweep.FieldType.either;

import dev.kneeline.search.Sampler;
import dev.kneeline.sweep.FieldType.Listing;
import dev.kneeline.sweep.FieldType.Period;
import dev.kneeline.sweep.FieldType.Phrase;
import dev.kneeline.sweep.FieldType.Positive;
import dev.kneeline.sweep.FieldType.Section;
import dev.kneeline.sweep.FieldType.Text;
import dev.kneeline.sweep.FieldType.Whole;
import dev.kneeline.sweep.FieldType.Word;
import java.util.List;
import java.util.stream.Stream;

/// The keys of a sweep file that say how the measuring is carried out, and what is best.
final class ConductFields {

  /// The strategies by which points are chosen.
  static final List<String> METHODS =
      Stream.of(List.of("grid"), Sampler.METHODS, List.of("slo")).flatMap(List::stream).toList();

  static final List<String> ORDERS = List.of("interleave-loads", "interleave-servers", "blocked");

  private ConductFields() {}

  static List<Field> all() {
    return Stream.of(repetitions(), search(), SloFields.all(), goal(), place())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Field> repetitions() {
    return List.of(
        field(
            "repeat",
            either(new Whole(1), new Section(), new Phrase()),
            "1",
            "Runs of each point: a number, or `until ci < 3 %, at most 10`, or a map. Their seeds"
                + " differ, and are the same for every point.",
            "until ci < 3 %, at most 10"),
        field(
            "repeat.until",
            new Text(),
            "required",
            "A point is not repeated further once half of the 95 % interval of its means is below"
                + " this share of them. INVALID runs do not count.",
            "ci < 3 %"),
        field("repeat.at-most", new Whole(3), "required", "Runs of a point at most.", "10"),
        field("repeat.at-least", new Whole(3), "3", "Runs of a point in any case.", "5"),
        field(
            "repeat.of",
            new Listing(new Text()),
            "the objective's metric and those of slo",
            "The metrics of which each one's mean must be this sure.",
            "[output_throughput]"),
        field(
            "order",
            new Word(ORDERS),
            "interleave-loads",
            "Order of runs: all loads of a server once, then again; the same with a server restart"
                + " between repetitions; or all repetitions of a point at once.",
            "interleave-servers"),
        field(
            "seed",
            new Whole(0),
            "0",
            "Base of the runs' seeds: a run has this plus its repetition.",
            "42"),
        field("run-timeout", new Period(), "1h", "After which one run is given up.", "15min"));
  }

  private static List<Field> search() {
    return List.of(
        field(
            "search",
            either(new Word(METHODS), new Section()),
            "grid",
            "Which points are measured: a method's name, or a map.",
            "{method: cover, t: 2, limit: 40}"),
        field(
            "search.method",
            new Word(METHODS),
            "grid; balanced where a limit is set",
            "`grid` measures all; `slo` seeks the largest load within the limits of `slo`; the"
                + " others choose.",
            "balanced"),
        field("search.limit", new Whole(1), "none", "How many points at most.", "40"),
        field("search.seed", new Whole(0), "0", "Makes the choice repeatable.", "7"),
        field(
            "search.t",
            new Whole(2),
            "2",
            "For `cover`: every valid combination of so many values occurs in some point.",
            "3"));
  }

  private static List<Field> goal() {
    return List.of(
        field(
            "slo",
            new Listing(new Text()),
            "none",
            "Limits on metrics that a configuration must keep to be an answer.",
            "[p99_ttft_ms <= 200]"),
        field(
            "objective",
            new Text(),
            "max output_throughput",
            "What is best: `max` or `min` of a metric.",
            "min mean_tpot_ms"),
        field(
            "budget",
            new Section(),
            "unlimited",
            "When one call of `run` ends early; the next one continues with as much again.",
            "{time: 2h, trials: 50}"),
        field(
            "budget.time",
            new Period(),
            "unlimited",
            "No run begins later; the one in flight ends.",
            "2h"),
        field(
            "budget.trials",
            new Whole(1),
            "unlimited",
            "So many points are attempted at most.",
            "50"),
        field(
            "budget.gpu-hours",
            new Positive(),
            "unlimited",
            "GPUs times hours that are held.",
            "16"));
  }

  private static List<Field> place() {
    return List.of(
        field(
            "monotone",
            new Listing(new Text()),
            "none",
            "Parameters that need more memory the larger they are: a point that runs out of memory"
                + " prunes those that are at least as large in all of them and equal otherwise.",
            "[server.max-num-seqs]"),
        field(
            "executor",
            new Word(List.of("local")),
            "local",
            "Where servers run: on this machine.",
            "local"),
        field(
            "lanes",
            new Listing(new Listing(new Whole(0))),
            "one lane with every GPU",
            "Sets of GPU indices; each serves one server at a time, beside the others.",
            "[[0, 1], [2, 3]]"),
        field(
            "gpu-hour-price",
            new Positive(),
            "unknown",
            "What one GPU costs for an hour, in any currency: answers then tell the cost of a"
                + " million tokens.",
            "2.5"));
  }

  private static Field field(
      String path, FieldType type, String fallback, String description, String example) {
    return new Field(path, type, fallback, description, example);
  }
}
