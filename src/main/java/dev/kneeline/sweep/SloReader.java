package dev.kneeline.sweep;

import dev.kneeline.metric.Parsed;
import dev.kneeline.metric.Slo;
import dev.kneeline.plan.Probing;
import dev.kneeline.plan.SearchMethod;
import dev.kneeline.search.slo.SloSettings;
import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `search: {method: slo}`: the variable becomes a parameter with the search's first value,
/// and the rest the options of the method.
final class SloReader {

  static final String METHOD = Probing.METHOD;

  private static final Pattern SHARE = Pattern.compile("([0-9.]+) *(%?)");
  private static final String DURATION = "20s";

  private final Settings file;
  private final Problems problems;

  SloReader(Settings file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  boolean isAsked() {
    return file.section("search").text("method", "").equals(METHOD)
        || file.text("search", "").equals(METHOD);
  }

  /// The file with the variable declared like any parameter.
  Settings declared() {
    if (!isAsked()) {
      return file;
    }
    Span place = file.span("search");
    String variable = variable();
    Settings sweep = file.section("sweep");
    for (Node.Entry entry : sweep.map().entries()) {
      if (Names.key(entry.key().text()).equals(variable)) {
        problems.error(
            entry.key().span(),
            "'%s' is what the search varies".formatted(entry.key().text()),
            "leave it out here; search.from and search.to say how far it goes");
        return file;
      }
    }
    if (file.items("slo").isEmpty()) {
      problems.error(
          place,
          "a search for the largest load within limits has no limits",
          "for example slo: [p99_ttft_ms <= 200]");
    }
    List<Node.Entry> parameters = new ArrayList<>(sweep.map().entries());
    parameters.add(
        new Node.Entry(new Node.Scalar(place, Value.of(variable), variable), start(place)));
    List<Node.Entry> entries = new ArrayList<>(file.map().entries());
    entries.removeIf(entry -> entry.name().equals("sweep"));
    entries.add(
        new Node.Entry(
            new Node.Scalar(place, Value.of("sweep"), "sweep"),
            new Node.Mapping(sweep.map().span(), parameters)));
    return new Settings(new Node.Mapping(file.map().span(), entries));
  }

  private Node start(Span place) {
    Settings search = file.section("search");
    Value start =
        search
            .find("start")
            .map(Node::value)
            .orElseGet(() -> isRate() ? Value.of("inf") : Value.of(clients()));
    return new Node.Scalar(place, start, start.spelling());
  }

  private long clients() {
    return Math.min(
        file.section("search").whole("clients", Probing.CLIENTS),
        (long) number("to", SloSettings.MOST));
  }

  private String variable() {
    return file.section("search").text("variable", SloFields.VARIABLES.getFirst());
  }

  private boolean isRate() {
    return variable().equals(SloFields.VARIABLES.getFirst());
  }

  /// The method with all that it goes by.
  SearchMethod method() {
    Settings search = file.section("search");
    Map<String, Value> options = new LinkedHashMap<>();
    options.put("variable", Value.of(variable()));
    options.put("from", real(number("from", isRate() ? SloSettings.LEAST_RATE : 1)));
    options.put("to", real(number("to", SloSettings.MOST)));
    options.put("tolerance", real(tolerance(search)));
    options.put("probes", Value.of((long) search.whole("probes", SloSettings.PROBES)));
    options.put("clients", Value.of((long) search.whole("clients", Probing.CLIENTS)));
    options.put("algorithm", Value.of(search.text("algorithm", "guided")));
    options.put("best", Value.of(search.text("best", "each")));
    amount(search, options);
    if (number("from", 0) >= number("to", SloSettings.MOST)) {
      problems.error(
          search.span("from"), "'from' is not below 'to'", "for example from: 0.5, to: 200");
    }
    return new SearchMethod(METHOD, OptionalInt.empty(), 0, options);
  }

  /// How much load a run applies; nothing where `load` says it.
  private void amount(Settings search, Map<String, Value> options) {
    Settings probe = search.section("probe");
    Settings load = file.section("load");
    boolean byLoad = load.has("duration") || load.has("num-prompts");
    Optional<Duration> duration = probe.period("duration");
    Optional<Long> requests = probe.whole("requests");
    if (duration.isEmpty() && requests.isEmpty() && !byLoad) {
      duration = Periods.read(DURATION);
      requests = Optional.of(Probing.requests(limits()));
    }
    duration.ifPresent(each -> options.put("seconds", real(each.toMillis() / 1000.0)));
    requests.ifPresent(each -> options.put("requests", Value.of(each)));
  }

  /// The limits as far as they can be read; what cannot is told where they are read for good.
  private List<Slo> limits() {
    List<Slo> limits = new ArrayList<>();
    for (String text : file.words("slo")) {
      if (Slo.parse(text) instanceof Parsed.Good<Slo>(Slo slo)) {
        limits.add(slo);
      }
    }
    return limits;
  }

  private double number(String key, double fallback) {
    return file.section("search").text(key).map(Double::parseDouble).orElse(fallback);
  }

  private double tolerance(Settings search) {
    String text = search.text("tolerance", "2 %");
    Matcher matcher = SHARE.matcher(text.strip());
    if (matcher.matches() && matcher.group(1).matches("[0-9]+(\\.[0-9]+)?")) {
      double share = Double.parseDouble(matcher.group(1)) / (matcher.group(2).isEmpty() ? 1 : 100);
      if (share > 0 && share < 1) {
        return share;
      }
    }
    problems.error(
        search.span("tolerance"), "'%s' is no share".formatted(text), "write for example 2 %");
    return SloSettings.TOLERANCE;
  }

  private static Value real(double number) {
    return Value.of(BigDecimal.valueOf(number));
  }
}
