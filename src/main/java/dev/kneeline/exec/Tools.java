package dev.kneeline.exec;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Short questions to programs of this machine.
public final class Tools {

  private static final long SECONDS = 20;

  private Tools() {}

  /// What a program prints; nothing if it is missing, fails, or takes too long.
  public static List<String> lines(List<String> arguments) {
    ProcessBuilder builder = new ProcessBuilder(arguments);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = Orphans.start(builder);
      process.getOutputStream().close();
      CompletableFuture<Process> _ =
          process
              .onExit()
              .orTimeout(SECONDS, TimeUnit.SECONDS)
              .exceptionally(late -> process.destroyForcibly());
      List<String> lines = process.inputReader().readAllLines();
      return process.waitFor() == 0 ? lines : List.of();
    } catch (IOException missing) {
      return List.of();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
