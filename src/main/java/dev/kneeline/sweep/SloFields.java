package dev.kneeline.sweep;

import dev.kneeline.search.slo.SloMethod;
import dev.kneeline.sweep.FieldType.Period;
import dev.kneeline.sweep.FieldType.Positive;
import dev.kneeline.sweep.FieldType.Section;
import dev.kneeline.sweep.FieldType.Text;
import dev.kneeline.sweep.FieldType.Whole;
import dev.kneeline.sweep.FieldType.Word;
import java.util.List;
import java.util.stream.Stream;

/// The keys below `search` of a search for the largest load within an SLA.
final class SloFields {

  static final List<String> VARIABLES = List.of("load.request-rate", "load.max-concurrency");
  static final List<String> BEST = List.of("each", "load", "load-per-gpu");

  private SloFields() {}

  static List<Field> all() {
    return Stream.of(range(), effort(), answers()).flatMap(List::stream).toList();
  }

  private static List<Field> range() {
    return List.of(
        field(
            "search.variable",
            new Word(VARIABLES),
            "load.request-rate",
            "For `slo`: the load that is varied; everything else is enumerated.",
            "load.max-concurrency"),
        field(
            "search.from",
            new Positive(),
            "0.001 requests a second, or 1 client",
            "For `slo`: the lowest value of interest.",
            "0.5"),
        field(
            "search.to",
            new Positive(),
            "8192",
            "For `slo`: the highest value of interest.",
            "200"),
        field(
            "search.start",
            new Positive(),
            "a saturated run; 128 clients",
            "For `slo`: the first value that is tried.",
            "10"),
        field(
            "search.clients",
            new Whole(1),
            "128",
            "For `slo`: how many clients saturate the server in the first run of a search over the"
                + " request rate.",
            "256"));
  }

  private static List<Field> effort() {
    return List.of(
        field(
            "search.tolerance",
            new Text(),
            "2 %",
            "For `slo`: how close the highest load that passes and the lowest that does not are"
                + " brought.",
            "5 %"),
        field(
            "search.probes",
            new Whole(1),
            "25",
            "For `slo`: so many runs of a configuration at most.",
            "12"),
        field(
            "search.probe",
            new Section(),
            "20s, and as many requests as the percentiles of the limits ask for (299 for a p99),"
                + " 100 at least; unless `load` says how long or how much",
            "For `slo`: how much load one run applies.",
            "{duration: 20s}"),
        field(
            "search.probe.duration",
            new Period(),
            "none where `requests` is given",
            "So long; longer where the rate makes fewer `requests`.",
            "20s"),
        field(
            "search.probe.requests",
            new Whole(1),
            "1 where `duration` is given",
            "Without `duration` so many; with it as many at least, where a rate tells how many"
                + " there will be.",
            "300"));
  }

  private static List<Field> answers() {
    return List.of(
        field(
            "search.algorithm",
            new Word(SloMethod.METHODS),
            "guided",
            "For `slo`: ours; or, to compare, that of vLLM's tuner or bisection.",
            "spline"),
        field(
            "search.best",
            new Word(BEST),
            "each",
            "For `slo`: every configuration's answer, or only the one that carries most, or most"
                + " for each GPU: those that cannot be it are left early.",
            "load-per-gpu"));
  }

  private static Field field(
      String path, FieldType type, String fallback, String description, String example) {
    return new Field(path, type, fallback, description, example);
  }
}
