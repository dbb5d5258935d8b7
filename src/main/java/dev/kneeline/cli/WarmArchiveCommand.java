package dev.kneeline.cli;

import dev.kneeline.sim.SimServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Goes through what most calls load, so that the launcher's class-data archive holds it.
@Command(name = "warm-archive", hidden = true)
final class WarmArchiveCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    CommandLineTool tool = new CommandLineTool(nowhere, nowhere);
    tool.run("--help");
    tool.run("run", "--help");
    tool.run("params", "--count");
    tool.run("params", "--max-combinations", "100", "--output", "-");
    bench(tool);
    Path examples = Path.of(System.getProperty("kneeline.home", "."), "examples");
    for (String example : List.of("01-first-sweep.yaml", "04-rules-and-conditions.yaml")) {
      Path file = examples.resolve(example);
      if (Files.exists(file)) {
        tool.run("plan", file.toString(), "-o", "no-such-folder");
      }
    }
    return ExitCode.OK;
  }

  /// A short load on a simulated server: what stands between a command and its first request is
  /// loading classes, most of all.
  private static void bench(CommandLineTool tool) {
    try (SimServer server =
        SimServer.start("--engine", "plain", "--port", "0", "--fixed", "1,1,4")) {
      tool.run(
          "bench",
          "serve",
          "--port=" + server.port(),
          "--num-prompts=20",
          "--max-concurrency=4",
          "--random-input-len=4",
          "--random-output-len=4");
    } catch (IOException noLoopback) {
      // The archive then holds less, and a load starts a little later.
    }
  }
}
