package dev.kneeline.exec;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A small process that outlives us just long enough to end what we started.
///
/// It waits on a pipe that the kernel closes when we end, kill -9 included. The kernel's own
/// parent-death signal is no substitute: it reaches the direct child only, not the workers that the
/// child forked, and it fires when the *thread* that started the child ends.
final class Keeper implements AutoCloseable {

  private final Process process;
  private final OutputStream pipe;

  private Keeper(Process process) {
    this.process = process;
    this.pipe = process.getOutputStream();
  }

  /// @param marker what the environment of our processes holds: `NAME=value` up to our own part
  /// @throws IOException if `setsid` or `/bin/sh` is missing
  static Keeper start(String marker) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of("setsid", "/bin/sh", "-c", script(), "kneeline-keeper", marker));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.directory(new File("/"));
    return new Keeper(Orphans.start(builder));
  }

  long pid() {
    return process.pid();
  }

  void watch(long session) {
    tell("watch " + session);
  }

  void forget(long session) {
    tell("forget " + session);
  }

  /// @param words file of a container's id and the command that the id ends, as a shell reads them
  void remove(String words) {
    if (words.indexOf('\n') < 0) {
      tell("remove " + words);
    }
  }

  /// Ends what is left and waits, at most a few seconds, until nothing is.
  @Override
  public void close() {
    try {
      pipe.close();
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (IOException alreadyGone) {
      process.destroyForcibly();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// A keeper that was killed is no reason to fail a measurement: the controller still sweeps.
  private synchronized void tell(String line) {
    try {
      pipe.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      pipe.flush();
    } catch (IOException keeperIsGone) {
      process.destroyForcibly();
    }
  }

  private static String script() throws IOException {
    try (InputStream text = Keeper.class.getResourceAsStream("keeper.sh")) {
      if (text == null) {
        throw new IOException("keeper.sh is missing from this build");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
