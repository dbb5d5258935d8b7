package dev.kneeline.exec;

import dev.kneeline.engine.CacheReset;
import dev.kneeline.engine.Engine;
import dev.kneeline.engine.FailurePattern;
import dev.kneeline.engine.FlagStyle;
import dev.kneeline.engine.GpuRule;
import dev.kneeline.engine.Launch;
import dev.kneeline.engine.Readback;
import dev.kneeline.engine.Readiness;
import dev.kneeline.plan.Allocation;
import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ProcessCommand;
import dev.kneeline.plan.ResultSource;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.plan.Template;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.study.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Plans by hand, small ones.
final class Plans {

  static final Readiness USUAL =
      new Readiness("/health", Duration.ofSeconds(20), Duration.ofSeconds(5));

  private Plans() {}

  static Engine engine() {
    return new Engine(
        "fake",
        new Launch(List.of(), Map.of(), "", "--port", 0, false),
        FlagStyle.plain(),
        USUAL,
        List.of(
            new CacheReset.Request("POST", "/reset_prefix_cache", true, "success"),
            new CacheReset.Request("POST", "/reset_mm_cache", false, "")),
        new GpuRule(0, List.of()),
        List.of(new Readback("/info", "args")),
        List.of(
            new FailurePattern(
                Pattern.compile("CUDA out of memory"),
                FailureKind.OUT_OF_MEMORY_AT_LOAD,
                "lower it"),
            new FailurePattern(
                Pattern.compile("unrecognized arguments"), FailureKind.BAD_FLAG, "see --help")));
  }

  /// A server that is the fake one with these options.
  static ServerSpec.Start fake(String... options) {
    List<String> words = new ArrayList<>(Java.command(FakeServer.class, "--port", "{port}"));
    words.addAll(List.of(options));
    return start(words);
  }

  static ServerSpec.Start shell(String script) {
    return start(List.of("sh", "-c", script, "sh", "{port}"));
  }

  static ServerSpec.Start start(List<String> words) {
    ProcessCommand process =
        new ProcessCommand(
            "server",
            words.stream().map(Template::parse).toList(),
            Map.of("LANE", Template.parse("{gpus}")));
    return new ServerSpec.Start(engine(), List.of(process), asked(), USUAL, OptionalInt.empty(), 0);
  }

  private static Map<String, Value> asked() {
    Map<String, Value> asked = new LinkedHashMap<>();
    asked.put("max-num-seqs", Value.of(16));
    asked.put("not-reported", Value.of(1));
    asked.put("api-key", Value.of("sk-87654321"));
    return asked;
  }

  static ServerSpec.Start within(ServerSpec.Start spec, Duration startTimeout) {
    return new ServerSpec.Start(
        spec.engine(),
        spec.processes(),
        spec.parameters(),
        new Readiness("/health", startTimeout, Duration.ofSeconds(1)),
        spec.port(),
        spec.gpus());
  }

  static ServerSpec.Start on(ServerSpec.Start spec, int port) {
    return new ServerSpec.Start(
        spec.engine(),
        spec.processes(),
        spec.parameters(),
        spec.readiness(),
        OptionalInt.of(port),
        spec.gpus());
  }

  static ServerNode node(ServerSpec spec, PlannedRun... runs) {
    return new ServerNode("fake-1", point(Map.of()), spec, List.of(runs));
  }

  static Allocation allocation(ServerNode... nodes) {
    return new Allocation(point(Map.of()), 0, List.of(nodes));
  }

  /// A run of the built-in generator: so many requests of 4 tokens each.
  static PlannedRun generated(int concurrency, int requests) {
    Map<String, Value> options = new LinkedHashMap<>();
    options.put("num-prompts", Value.of(requests));
    options.put("max-concurrency", Value.of(concurrency));
    options.put("random-input-len", Value.of(4));
    options.put("random-output-len", Value.of(4));
    return run(concurrency, new LoadSpec.Generated(options));
  }

  static PlannedRun run(int concurrency, LoadSpec load) {
    Point point = point(Map.of("load.max-concurrency", Value.of(concurrency)));
    return new PlannedRun(point, 1, 1, load, "fingerprint-" + concurrency);
  }

  /// A load of a command that is given its result file as `$1` and `more` as `$2` and so on.
  static LoadSpec.External command(String script, String... more) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", script, "sh", "{result_file}"));
    words.addAll(List.of(more));
    return external("{result_file}", words);
  }

  static LoadSpec.External external(String file, List<String> words) {
    return new LoadSpec.External(
        new ProcessCommand("benchmark", words.stream().map(Template::parse).toList(), Map.of()),
        new ResultSource(Template.parse(file), ResultSource.Format.VLLM, Map.of()));
  }

  private static Point point(Map<String, Value> values) {
    SequencedMap<String, Value> ordered = new LinkedHashMap<>(values);
    return new Point(ordered);
  }
}
