package dev.kneeline.sim;

import dev.kneeline.sim.SimOptions.Address;
import dev.kneeline.sim.SimOptions.Delivery;
import dev.kneeline.sim.SimOptions.Pacing;
import dev.kneeline.sim.SimOptions.Readback;
import dev.kneeline.sim.SimOptions.Served;
import dev.kneeline.sim.SimOptions.Workers;
import dev.kneeline.sim.model.ModelShape;
import dev.kneeline.sim.model.ModelShapes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a command line into options, or throws a [UsageError] in the engine's own words.
final class OptionsReader {

  /// Stands for a server that was given no model.
  private static final String NAMELESS = "kneeline-sim";

  private final EngineStyle style;
  private final Arguments arguments;
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private OptionsReader(EngineStyle style, Arguments arguments) {
    this.style = style;
    this.arguments = arguments;
  }

  /// @throws UsageError with every problem of the line
  static SimOptions read(List<String> line) {
    EngineStyle style = style(line);
    return new OptionsReader(style, Arguments.parse(line, Flags.of(style))).options();
  }

  private static EngineStyle style(List<String> line) {
    String wanted = Arguments.parse(line, Flags.SIMULATOR).text("engine").orElse("plain");
    for (EngineStyle style : EngineStyle.values()) {
      if (style.spelling().equals(wanted)) {
        return style;
      }
    }
    throw new UsageError(
        EngineStyle.PLAIN,
        List.of("argument --engine: '%s' is not plain, vllm, sglang or trtllm".formatted(wanted)));
  }

  private SimOptions options() {
    String model = model();
    Pacing pacing = arguments.text("fixed").isPresent() ? fixed() : modelled(model);
    Delivery delivery =
        new Delivery(
            atLeast("stream-interval", 1, 1),
            arguments.on("close-connections"),
            arguments.text("log-writes").map(Path::of));
    Address address =
        new Address(
            arguments.text("host").orElse("127.0.0.1"),
            arguments.whole("port", style == EngineStyle.SGLANG ? 30000 : 8000));
    Faults faults = Faults.read(arguments);
    Served served = served(model, pacing);
    check();
    notes.addAll(arguments.notes());
    Readback readback = new Readback(flags(), ignored(), notes);
    return new SimOptions(style, address, served, pacing, delivery, faults, readback);
  }

  private void check() {
    if (!arguments.unknown().isEmpty()) {
      problems.add(EngineText.unknown(style, arguments.unknown()));
    }
    problems.addAll(arguments.faults());
    if (!problems.isEmpty()) {
      throw new UsageError(style, problems);
    }
  }

  private Served served(String model, Pacing pacing) {
    List<String> names = new ArrayList<>(arguments.texts("served-model-name"));
    if (names.isEmpty()) {
      names.add(model);
    }
    if (pacing instanceof Pacing.Modelled(EnginePlan.Starts plan, _, _, _, _)) {
      return new Served(List.copyOf(names), plan.maxModelLength(), plan.limits().blockSize());
    }
    int length =
        arguments.whole(
            "max-model-len",
            arguments.whole("context-length", arguments.whole("max-seq-len", 131_072)));
    return new Served(List.copyOf(names), length, atLeast("block-size", 16, 1));
  }

  /// vLLM takes the model as a word after `serve`, SGLang as a flag.
  private String model() {
    List<String> words = new ArrayList<>(arguments.words());
    words.remove("serve");
    Optional<String> flag = arguments.text("model-path").or(() -> arguments.text("model"));
    if (words.size() > (flag.isPresent() ? 0 : 1)) {
      problems.add("unrecognized arguments: " + String.join(" ", words));
    }
    if (style == EngineStyle.SGLANG && flag.isEmpty()) {
      problems.add("the following arguments are required: --model-path/--model");
    }
    return flag.or(() -> words.stream().findFirst()).orElse(NAMELESS);
  }

  private Pacing fixed() {
    double speed = speed();
    Pacing otherwise = new Pacing.Fixed(50, 10, 128, speed);
    return arguments.read("fixed", "ttft_ms,itl_ms,tokens", text -> fixed(text, speed), otherwise);
  }

  private Pacing modelled(String model) {
    Optional<ModelShape> known = ModelShapes.find(model);
    ModelShape shape = known.orElse(ModelShapes.all().getFirst());
    if (known.isEmpty() && !model.equals(NAMELESS)) {
      notes.add("model '%s' is not known: simulated as %s".formatted(model, shape.name()));
    }
    EnginePlan plan =
        switch (style) {
          case VLLM -> new VllmPlanner(arguments, shape).plan();
          case SGLANG -> new SglangPlanner(arguments, shape).plan();
          case TRTLLM -> new TrtllmPlanner(arguments, shape).plan();
          case PLAIN ->
              arguments.text("mem-fraction-static").isPresent()
                  ? new SglangPlanner(arguments, shape).plan()
                  : new VllmPlanner(arguments, shape).plan();
        };
    double noise = arguments.real("noise", 0.02);
    if (!(noise >= 0 && noise < 1)) {
      arguments.fault("noise", "must be from 0 to below 1", noise);
    }
    long seed = arguments.whole("random-seed", arguments.whole("seed", 0));
    return new Pacing.Modelled(plan, workers(), noise, seed, speed());
  }

  private double speed() {
    double speed = arguments.real("speed", 1);
    return speed > 0 ? speed : arguments.fault("speed", "must be above 0", 1.0);
  }

  private Workers workers() {
    int prefill = atLeast("prefill-workers", 0, 0);
    int decode = atLeast("decode-workers", 1, 1);
    if (prefill == 0 && decode > 1) {
      problems.add("argument --decode-workers: needs --prefill-workers of at least 1");
    }
    return new Workers(prefill, decode);
  }

  private static Pacing fixed(String text, double speed) {
    String[] parts = text.split(",", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw new IllegalArgumentException(text);
    }
    double ttft = Double.parseDouble(parts[0]);
    double itl = Double.parseDouble(parts[1]);
    int tokens = parts.length == 3 ? Integer.parseInt(parts[2]) : 128;
    if (!(ttft >= 0) || !(itl >= 0) || tokens < 1) {
      throw new IllegalArgumentException(text);
    }
    return new Pacing.Fixed(ttft, itl, tokens, speed);
  }

  private int atLeast(String name, int otherwise, int least) {
    int value = arguments.whole(name, otherwise);
    if (value < least) {
      problems.add("argument --%s: must be at least %d, not %d".formatted(name, least, value));
      return otherwise;
    }
    return value;
  }

  private Map<String, String> flags() {
    Map<String, String> given = new LinkedHashMap<>();
    arguments.flags().forEach((flag, values) -> given.put(flag.name(), String.join(",", values)));
    return given;
  }

  /// Before a metronome nothing counts of which only the model of time takes notice.
  private List<String> ignored() {
    boolean fixed = arguments.text("fixed").isPresent();
    return arguments.flags().keySet().stream()
        .filter(flag ->
            switch (flag.effect()) {
              case NONE -> true;
              case MODELLED ->
                  (fixed && Flags.onlyOfTheModel(flag))
                      || SglangFlags.withoutEffect(flag, arguments.text(flag.name()));
            })
        .map(Flag::name)
        .toList();
  }
}
