package dev.kneeline.cli;

import dev.kneeline.exec.HostMachine;
import dev.kneeline.exec.Programs;
import dev.kneeline.load.Ceiling;
import dev.kneeline.load.LoadException;
import dev.kneeline.load.SelfTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kneeline doctor`: what this machine offers, what is missing, and what that costs.
@Command(
    name = "doctor",
    description = "Shows what this machine offers for sweeps, and what is missing.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  /// A program that Kneeline can use.
  private record Use(String program, String purpose) {}

  private static final List<Use> PROGRAMS =
      List.of(
          new Use("setsid", "each server in a session of its own, so that none of it escapes"),
          new Use("nvidia-smi", "NVIDIA GPUs: lanes, memory, power"),
          new Use("rocm-smi", "AMD GPUs: lanes, memory, power"),
          new Use("vllm", "engine: vllm"),
          new Use("llama-server", "engine: llamacpp"),
          new Use("trtllm-serve", "engine: trtllm"),
          new Use("git", "the commit of a sweep file in its provenance"));

  private static final List<Path> GOMP =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/libgomp.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/libgomp.so.1"),
          Path.of("/usr/lib64/libgomp.so.1"),
          Path.of("/usr/lib/libgomp.so.1"));

  @Option(
      names = "--self-test",
      description =
          "Measure what one loop of the load generator can do here, and keep it: runs then tell"
              + " when they come near it.")
  private boolean selfTest;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (selfTest) {
      return test(out);
    }
    HostMachine host = HostMachine.look();
    out.println("host       %s, %s".formatted(host.host(), host.system()));
    out.println("processor  %s, %d usable".formatted(host.processor(), host.cpus()));
    if (host.memoryBytes().isPresent()) {
      out.println("memory     %d GiB".formatted(host.memoryBytes().getAsLong() >> 30));
    }
    out.println("java       " + host.java());
    if (host.gpus().isEmpty()) {
      out.println("gpus       none found");
    }
    for (HostMachine.Gpu gpu : host.gpus()) {
      out.println("gpu %-6d %s, %d MiB".formatted(gpu.index(), gpu.name(), gpu.memoryMib()));
    }
    out.println();
    for (Use use : PROGRAMS) {
      line(out, Programs.find(use.program()).isPresent(), use.program(), use.purpose());
    }
    boolean gomp = GOMP.stream().anyMatch(Files::exists);
    line(out, gomp, "libgomp.so.1", "engine: llamacpp-embedded");
    if (!gomp) {
      out.println("hint: apt-get install libgomp1");
    }
    out.println(
        Ceiling.kept()
            .map(DoctorCommand::text)
            .orElse(
                "ceiling    of the load generator: not measured; `kneeline doctor --self-test`"));
    return ExitCode.OK;
  }

  private static int test(PrintWriter out) {
    try {
      Optional<Ceiling> ceiling = SelfTest.measure();
      if (ceiling.isEmpty()) {
        throw new Refusal(
            ExitCode.IMPOSSIBLE,
            "this system does not tell the processor time of a thread",
            "the self-test needs Linux");
      }
      ceiling.get().keep();
      out.println(text(ceiling.get()));
      out.println("kept in " + Ceiling.file());
      return ExitCode.OK;
    } catch (LoadException | IOException failure) {
      throw new Refusal(
          ExitCode.IMPOSSIBLE, "the self-test failed: " + failure.getMessage(), "try again");
    }
  }

  private static String text(Ceiling ceiling) {
    return String.format(
        Locale.ROOT,
        "ceiling    one loop of the load generator: %.0f requests or %.0f token events a second",
        ceiling.requestsPerSecond(),
        ceiling.eventsPerSecond());
  }

  private static void line(PrintWriter out, boolean found, String what, String purpose) {
    out.println("%-8s %-14s %s".formatted(found ? "found" : "missing", what, purpose));
  }
}
