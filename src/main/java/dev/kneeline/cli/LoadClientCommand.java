package dev.kneeline.cli;

import dev.kneeline.exec.LoadClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// One of the clients that `--clients` starts; it talks with who started it over its streams.
@Command(name = "load-client", hidden = true)
final class LoadClientCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return LoadClient.serve(System.in, spec.commandLine().getOut());
  }
}
