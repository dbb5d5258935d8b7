package dev.kneeline.dialect.vllm;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of `bench sweep serve`, which `serve_workload` and `serve_sla` have too.
public final class ServeOptions {

  /// Who applies the load.
  public enum Client {
    /// Kneeline's generator, in this process.
    BUILTIN,
    /// The bench command, as it is given.
    COMMAND
  }

  @Option(
      names = "--serve-cmd",
      required = true,
      paramLabel = "COMMAND",
      description = "The server's command, such as 'vllm serve MODEL'. No shell reads it.")
  String serveCommand = "";

  @Option(
      names = "--bench-cmd",
      required = true,
      paramLabel = "COMMAND",
      description = "The load's command, such as 'vllm bench serve --num-prompts 100'.")
  String benchCommand = "";

  @Option(
      names = "--after-bench-cmd",
      paramLabel = "COMMAND",
      description = "Run after every run in place of the cache resets.")
  Optional<String> afterBenchCommand = Optional.empty();

  @Option(
      names = "--show-stdout",
      description = "Shows what server and bench command say; it is in their logs anyway.")
  boolean showStdout;

  @Option(
      names = "--server-ready-timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "After which a server counts as never ready (default: ${DEFAULT-VALUE}).")
  int serverReadyTimeout = 300;

  @Option(
      names = "--serve-params",
      paramLabel = "FILE",
      description = "Rows of server parameters: a list of records, names to records, or axes.")
  Optional<Path> serveParams = Optional.empty();

  @Option(names = "--bench-params", paramLabel = "FILE", description = "Rows of load parameters.")
  Optional<Path> benchParams = Optional.empty();

  @Option(
      names = "--link-vars",
      paramLabel = "SERVE_KEY=BENCH_KEY,..",
      description = "Only pairs of rows that agree in these keys are measured.")
  String linkVars = "";

  @Mixin ExperimentOptions experiment = new ExperimentOptions();

  @Option(
      names = "--num-runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Runs of each pair of rows (default: ${DEFAULT-VALUE}).")
  int runs = 3;

  @Option(
      names = "--continue-on-error",
      description = "Goes on after a failure, which is the default.")
  boolean continueOnError;

  @Option(names = "--fail-fast", description = "Ends at the first failure.")
  boolean failFast;

  @Option(
      names = "--warmup-num-prompts",
      paramLabel = "N",
      defaultValue = "0",
      description = "Requests before each run that are not measured.")
  int warmups;

  @Option(
      names = "--client",
      description =
          "builtin applies the load in this process, command runs the bench command (default:"
              + " builtin for kneeline's, and for vllm's where there is no vllm).")
  Optional<Client> client = Optional.empty();

  @Option(
      names = "--simulate",
      description = "Starts simulated servers in place of vllm and sglang; no GPU is used.")
  boolean simulate;

  /// What the parser cannot know to be wrong.
  ///
  /// @throws SweepRefusal where it is
  void check() {
    if (runs < 1) {
      throw SweepRefusal.wrong("--num-runs is 1 or more, not " + runs, "");
    }
    if (serverReadyTimeout < 1) {
      throw SweepRefusal.wrong(
          "--server-ready-timeout is 1 or more, not " + serverReadyTimeout, "");
    }
    if (warmups < 0) {
      throw SweepRefusal.wrong("--warmup-num-prompts is 0 or more, not " + warmups, "");
    }
    if (continueOnError && failFast) {
      throw SweepRefusal.wrong("--continue-on-error and --fail-fast exclude each other", "");
    }
  }
}
