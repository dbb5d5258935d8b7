package dev.kneeline.load;

import dev.kneeline.metric.FigureOptions;
import dev.kneeline.metric.Parsed;
import dev.kneeline.metric.RequestSlo;
import dev.kneeline.space.Nearest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Makes checked options of read values.
final class LoadOptionsBuilder {

  private static final List<String> FAMILIES =
      List.of("ttft", "tpot", "itl", "e2el", "queue", "response");

  /// What later versions of vLLM call our families of the wait and of the whole.
  private static final Map<String, String> THEIR_FAMILIES =
      Map.of("client_queue_time", "queue", "e2el_including_client_queue", "response");

  private static final List<String> SAMPLING =
      List.of(
          "temperature",
          "top-p",
          "top-k",
          "min-p",
          "frequency-penalty",
          "presence-penalty",
          "repetition-penalty",
          "logprobs");

  /// `.5` is a number elsewhere, and none in JSON.
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

  private final OptionReader reader;
  private final List<String> notes = new ArrayList<>();

  private LoadOptionsBuilder(OptionReader reader) {
    this.reader = reader;
  }

  static LoadOptions.Result build(OptionReader reader) {
    LoadOptionsBuilder builder = new LoadOptionsBuilder(reader);
    Optional<LoadOptions> options = builder.options();
    return options.isPresent() && reader.problems().isEmpty()
        ? new LoadOptions.Read(options.get())
        : new LoadOptions.Refused(reader.problems());
  }

  static FigureOptions figures(OptionReader reader) {
    LoadOptionsBuilder builder = new LoadOptionsBuilder(reader);
    return builder.figures(builder.pace());
  }

  private Optional<LoadOptions> options() {
    Optional<Target> target = new TargetOptions(reader, notes).target();
    Optional<Dataset> dataset = new DatasetOptions(reader).dataset();
    Pace pace = pace();
    Limits limits = limits();
    Reporting reporting = reporting(pace);
    ClientSpec client = client(pace);
    if (target.isEmpty() || dataset.isEmpty()) {
      return Optional.empty();
    }
    BodySpec body = body(dataset.get(), target.get().backend());
    WorkloadSpec workload =
        new WorkloadSpec(
            dataset.get(),
            new DatasetOptions(reader).form(target.get().backend()),
            count(pace),
            reader.whole("seed", 0, Long.MAX_VALUE),
            !reader.flag("no-oversample"),
            new DatasetOptions(reader).counting(notes));
    noteIdleOptions();
    return Optional.of(
        new LoadOptions(target.get(), workload, pace, body, limits, reporting, client, notes));
  }

  /// A run that is given a time and no count is ended by the time alone.
  private long count(Pace pace) {
    if (reader.isGiven("num-prompts") || !reader.isGiven("duration")) {
      return reader.whole("num-prompts", 1, WorkloadSpec.UNLIMITED - 1);
    }
    if (pace.ramp().isPresent()) {
      reader.problem(
          "num-prompts",
          "a ramp goes from the first request to the last",
          "say how many there are");
    }
    return WorkloadSpec.UNLIMITED;
  }

  private void noteIdleOptions() {
    for (LoadOption row : reader.withoutEffect()) {
      notes.add("%s has no effect here: %s".formatted(row.name(), row.help()));
    }
  }

  private Pace pace() {
    OptionalInt cap = reader.someWhole("max-concurrency", 1);
    double rate = reader.positive("request-rate");
    double burstiness = reader.positive("burstiness");
    Optional<String> strategy = reader.someText("ramp-up-strategy");
    Optional<Ramp> ramp = strategy.flatMap(this::ramp);
    if (ramp.isPresent() && !Double.isInfinite(rate)) {
      reader.problem(
          "request-rate", "a ramp has its own rates", "leave request-rate out beside a ramp");
    }
    return new Pace(rate, burstiness, cap, ramp);
  }

  private Optional<Ramp> ramp(String strategy) {
    if (!strategy.equals("linear") && !strategy.equals("exponential")) {
      reader.problem(
          "ramp-up-strategy",
          "unknown strategy '%s'".formatted(strategy),
          "use linear or exponential");
    }
    for (String name : List.of("ramp-up-start-rps", "ramp-up-end-rps")) {
      if (!reader.isGiven(name)) {
        reader.problem(name, "a ramp needs it", "give requests per second, above 0");
        return Optional.empty();
      }
    }
    return Optional.of(
        new Ramp(
            strategy.equals("exponential"),
            reader.positive("ramp-up-start-rps"),
            reader.positive("ramp-up-end-rps")));
  }

  private BodySpec body(Dataset dataset, Backend backend) {
    Map<String, String> members = new LinkedHashMap<>();
    new JsonOption(reader)
        .value("chat-template-kwargs")
        .ifPresent(json -> members.put("chat_template_kwargs", json));
    members.putAll(new JsonOption(reader).members("extra-body"));
    return new BodySpec(
        ignoresEos(dataset, backend),
        reader.flag("stream"),
        reader.flag("continuous-usage"),
        sampling(),
        members,
        adapters());
  }

  private boolean ignoresEos(Dataset dataset, Backend backend) {
    boolean wanted = reader.flag("ignore-eos") || dataset.isSynthetic();
    if (wanted && backend == Backend.TGI) {
      notes.add("tgi cannot be told to ignore the end of a sequence: answers may be shorter");
      return false;
    }
    return wanted;
  }

  private Map<String, String> sampling() {
    Map<String, String> sampling = new LinkedHashMap<>();
    for (String name : SAMPLING) {
      OptionalDouble number = reader.someNumber(name);
      if (number.isPresent() && Double.isInfinite(number.getAsDouble())) {
        reader.problem(name, "no such thing as infinity goes into JSON", "write a number");
      } else if (number.isPresent()) {
        String text = reader.text(name).strip();
        boolean plain = JSON_NUMBER.matcher(text).matches();
        sampling.put(name.replace('-', '_'), plain ? text : "" + number.getAsDouble());
      }
    }
    return sampling;
  }

  private Adapters adapters() {
    String assignment = reader.text("lora-assignment");
    if (!List.of("random", "round-robin").contains(assignment)) {
      reader.problem(
          "lora-assignment", "unknown way '%s'".formatted(assignment), "use random or round-robin");
    }
    return new Adapters(
        reader.list("lora-modules"),
        assignment.equals("round-robin"),
        reader.whole("seed", 0, Long.MAX_VALUE));
  }

  private Limits limits() {
    return new Limits(
        duration(),
        errorShare(),
        seconds("connect-timeout-sec"),
        seconds("request-timeout-sec"),
        seconds("stall-timeout-sec"),
        seconds("ready-check-timeout-sec"),
        reader.whole("num-warmups", 0));
  }

  private Optional<Duration> duration() {
    if (reader.isGiven("duration") && seconds("duration").isZero()) {
      reader.problem("duration", "in no time nothing is sent", "give seconds above 0");
    }
    return reader.isGiven("duration") ? Optional.of(seconds("duration")) : Optional.empty();
  }

  private OptionalDouble errorShare() {
    OptionalDouble share = reader.someNumber("max-error-share");
    if (share.isPresent() && !(share.getAsDouble() >= 0 && share.getAsDouble() <= 1)) {
      reader.problem("max-error-share", "it is a share of all requests", "give 0 to 1");
    }
    return share;
  }

  private Duration seconds(String name) {
    return reader.seconds(name);
  }

  private Reporting reporting(Pace pace) {
    List<String> families =
        reader.words("percentile-metrics").stream()
            .map(family -> THEIR_FAMILIES.getOrDefault(family, family))
            .toList();
    for (String family : families) {
      if (!FAMILIES.contains(family)) {
        reader.problem(
            "percentile-metrics",
            "unknown latency '%s'".formatted(family),
            "use " + String.join(", ", FAMILIES));
      }
    }
    return new Reporting(
        families,
        figures(pace),
        reader.pairs("metadata", '='),
        reader.someText("label"),
        reader.someText("samples-file").map(Path::of),
        reader.flag("save-detailed"),
        new Margins(seconds("warmup-duration"), seconds("cooldown-duration")));
  }

  private FigureOptions figures(Pace pace) {
    List<Double> percentiles = new ArrayList<>();
    for (String text : reader.words("metric-percentiles")) {
      OptionalDouble number = reader.number("metric-percentiles", text);
      if (number.isPresent() && number.getAsDouble() >= 0 && number.getAsDouble() <= 100) {
        percentiles.add(number.getAsDouble());
      } else if (number.isPresent()) {
        reader.problem(
            "metric-percentiles", "%s is no percentile".formatted(text), "give 0 to 100");
      }
    }
    List<RequestSlo> goodput = new ArrayList<>();
    reader
        .pairs("goodput", ':')
        .forEach((latency, limit) -> {
          switch (RequestSlo.parse(latency.toLowerCase(Locale.ROOT) + ":" + limit)) {
            case Parsed.Good<RequestSlo>(RequestSlo slo) -> goodput.add(slo);
            case Parsed.Bad<RequestSlo>(String message, String hint) ->
                reader.problem("goodput", message, hint);
          }
        });
    OptionalInt gpus = reader.someWhole("gpus", 1);
    return new FigureOptions(percentiles, goodput, gpus, pace.maxConcurrency());
  }

  private ClientSpec client(Pace pace) {
    String stamps = reader.text("stamps").toUpperCase(Locale.ROOT);
    ClientSpec.Stamps chosen = ClientSpec.Stamps.AUTO;
    try {
      chosen = ClientSpec.Stamps.valueOf(stamps);
    } catch (IllegalArgumentException unknown) {
      reader.problem(
          "stamps", "unknown clock '%s'".formatted(stamps), "use auto, kernel or reader");
    }
    return new ClientSpec(
        chosen,
        reader.someWhole("connections", 0),
        verdictLimits(),
        aside(),
        new ParallelOptions(reader).read(pace));
  }

  private Aside aside() {
    OptionalDouble probes = reader.someNumber("probe-request-rate");
    if (probes.isPresent() && !(probes.getAsDouble() >= 0 && probes.getAsDouble() <= 1000)) {
      reader.problem("probe-request-rate", "no sensible rate", "give 0 to 1000 a second");
    }
    return new Aside(reader.flag("server-metrics"), reader.flag("profile"), probes.orElse(0));
  }

  /// `loop_lag_max_ms=50` moves the doubt, `loop_lag_max_ms=50:200` the refusal too.
  private Map<String, VerdictLimit> verdictLimits() {
    Map<String, VerdictLimit> limits = new LinkedHashMap<>();
    reader
        .pairs("verdict-limits", '=')
        .forEach((fact, text) ->
            Check.all().stream()
                .filter(row -> row.fact().equals(fact))
                .findFirst()
                .ifPresentOrElse(
                    row -> limits.put(fact, verdictLimit(row, text)), () -> noCheck(fact)));
    return limits;
  }

  private VerdictLimit verdictLimit(Check row, String text) {
    String[] parts = text.split(":", 2);
    double doubt = reader.number("verdict-limits", parts[0]).orElse(row.doubt());
    double refusal =
        parts.length == 2
            ? reader.number("verdict-limits", parts[1]).orElse(row.refusal())
            : Math.max(doubt, row.refusal());
    return new VerdictLimit(doubt, refusal);
  }

  private void noCheck(String fact) {
    List<String> facts = Check.all().stream().map(Check::fact).toList();
    reader.problem(
        "verdict-limits",
        "no check reads '%s'".formatted(fact),
        Nearest.to(fact, facts)
            .map("did you mean '%s'?"::formatted)
            .orElse("use " + String.join(", ", facts)));
  }
}
