package dev.kneeline.cli;

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
    Path examples = Path.of(System.getProperty("kneeline.home", "."), "examples");
    for (String example : List.of("01-first-sweep.yaml", "04-rules-and-conditions.yaml")) {
      Path file = examples.resolve(example);
      if (Files.exists(file)) {
        tool.run("plan", file.toString(), "-o", "no-such-folder");
      }
    }
    return ExitCode.OK;
  }
}
