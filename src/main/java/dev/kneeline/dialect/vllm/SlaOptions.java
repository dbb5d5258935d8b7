package dev.kneeline.dialect.vllm;

import dev.kneeline.metric.Slo;
import dev.kneeline.plan.Measurement;
import dev.kneeline.plan.Probing;
import dev.kneeline.plan.SearchMethod;
import dev.kneeline.search.slo.SloSettings;
import dev.kneeline.search.slo.Variable;
import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/// The options that `serve_sla` has beside those of `serve`.
final class SlaOptions {

  /// What is varied.
  enum SlaVariable {
    REQUEST_RATE,
    MAX_CONCURRENCY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// As an option of the load.
    String option() {
      return toString().replace('_', '-');
    }
  }

  /// How it is sought.
  enum SlaMethod {
    GUIDED,
    SPLINE,
    BISECTION;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final long SECONDS = 20;

  @Option(
      names = "--sla-params",
      required = true,
      paramLabel = "FILE",
      description = "SLAs: a list of records, or names to records, of metric to \"<=200\".")
  Path slaParams = Path.of("");

  @Option(
      names = "--sla-variable",
      paramLabel = "VARIABLE",
      description = "request_rate or max_concurrency (default: ${DEFAULT-VALUE}).",
      defaultValue = "request_rate")
  SlaVariable variable = SlaVariable.REQUEST_RATE;

  @Option(
      names = "--sla-method",
      paramLabel = "METHOD",
      description =
          "guided; or, to compare, spline, which is that of vLLM's tuner, or bisection (default:"
              + " ${DEFAULT-VALUE}).",
      defaultValue = "guided")
  SlaMethod method = SlaMethod.GUIDED;

  @Option(
      names = "--sla-tolerance",
      paramLabel = "SHARE",
      description =
          "How close the highest value that passes and the lowest that does not are brought"
              + " (default: ${DEFAULT-VALUE}).",
      defaultValue = "0.02")
  double tolerance = SloSettings.TOLERANCE;

  @Option(
      names = "--sla-probes",
      paramLabel = "N",
      description =
          "Runs of a pair for each SLA at most (default: 25; 60 for spline and bisection).")
  Optional<Integer> probes = Optional.empty();

  @Option(
      names = "--sla-duration",
      paramLabel = "SECONDS",
      description =
          "How long a run sends, in place of a fixed number of requests (default: 20, and as many"
              + " requests as the percentiles of the limits ask for, where the bench command gives"
              + " neither; built-in client only).")
  Optional<Double> duration = Optional.empty();

  /// @throws SweepRefusal where something is wrong
  void check() {
    if (!(tolerance > 0 && tolerance < 1)) {
      throw SweepRefusal.wrong("--sla-tolerance is a share between 0 and 1, such as 0.02", "");
    }
    if (probes.isPresent() && probes.get() < 1) {
      throw SweepRefusal.wrong("--sla-probes is 1 or more", "");
    }
    if (duration.isPresent() && !(duration.get() > 0)) {
      throw SweepRefusal.wrong("--sla-duration is above 0", "");
    }
  }

  /// @param runs of one value at most
  SloSettings settings(int runs) {
    boolean rate = variable == SlaVariable.REQUEST_RATE;
    SloSettings usual = rate ? SloSettings.rate() : SloSettings.concurrency();
    boolean ours = method == SlaMethod.GUIDED;
    Variable searched = ours ? usual.variable() : Variable.whole(SloSettings.MOST);
    return new SloSettings(
        searched, tolerance, runs, probes.orElse(ours ? usual.probes() : 60), usual.start());
  }

  /// What a run applies, as far as the bench command does not say it.
  ///
  /// @param limits of all SLAs
  SearchMethod search(Measurement measurement, List<Slo> limits) {
    Map<String, Value> options = new LinkedHashMap<>();
    options.put("variable", Value.of("load." + variable.option()));
    options.put("clients", Value.of(Probing.CLIENTS));
    if (measurement instanceof Measurement.Generated(Map<String, Value> given)) {
      boolean said =
          List.of("num-prompts", "duration").stream()
              .anyMatch(name -> !given.getOrDefault(name, Value.UNSET).isUnset());
      if (duration.isPresent()) {
        options.put("seconds", Value.of(BigDecimal.valueOf(duration.get())));
      } else if (!said) {
        options.put("seconds", Value.of(SECONDS));
        options.put("requests", Value.of(Probing.requests(limits)));
      }
    } else if (duration.isPresent()) {
      throw SweepRefusal.wrong(
          "--sla-duration needs the built-in client", "add --client builtin, or leave it out");
    }
    return new SearchMethod(Probing.METHOD, OptionalInt.empty(), 0, options);
  }
}
