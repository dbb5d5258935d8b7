package dev.kneeline.exec;

import dev.kneeline.load.LoadException;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.load.LoadRun;
import dev.kneeline.load.Problem;
import dev.kneeline.space.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One of several load clients: a program that reads its options, says when it is ready, begins at
/// the instant it is told, and ends early when it is told to or when nobody is there any more to
/// tell it.
///
/// It speaks over its standard streams, which `srun` carries to other machines as they are.
public final class LoadClient {

  private static final int FAILED = 1;

  private final BufferedReader in;
  private final PrintWriter out;
  private final CompletableFuture<Optional<Instant>> start = new CompletableFuture<>();

  private LoadClient(InputStream in, PrintWriter out) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
  }

  /// Serves one load.
  ///
  /// @return the program's exit code
  public static int serve(InputStream in, PrintWriter out) {
    LoadClient client = new LoadClient(in, out);
    try {
      return client.serve();
    } catch (IOException | IllegalArgumentException misunderstood) {
      client.say("failed", ClientMessages.failed("no options came: " + misunderstood, ""));
      return FAILED;
    }
  }

  private int serve() throws IOException {
    String first = in.readLine();
    if (first == null) {
      throw new IOException("the conductor is gone");
    }
    return switch (LoadOptions.read(
        ClientMessages.entries(ClientMessages.read(first).getValue()))) {
      case LoadOptions.Refused(List<Problem> problems) -> {
        Problem problem = problems.getFirst();
        say(
            "failed",
            ClientMessages.failed(problem.key() + ": " + problem.message(), problem.hint()));
        yield FAILED;
      }
      case LoadOptions.Read(LoadOptions options) -> run(options);
    };
  }

  private int run(LoadOptions options) {
    LoadRun run =
        new LoadRun(
            options,
            progress -> say("progress", ClientMessages.progress(progress)),
            () -> {
              say("ready", Value.of(true));
              return start.join();
            });
    Thread.ofPlatform().daemon().name("kneeline-conductor").start(() -> listen(run));
    try {
      say("done", ClientMessages.done(run.execute()));
      return 0;
    } catch (LoadException failure) {
      say("failed", ClientMessages.failed(String.valueOf(failure.getMessage()), failure.hint()));
      return FAILED;
    }
  }

  /// Hears the conductor to its end, which is the end of the load too.
  private void listen(LoadRun run) {
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Map.Entry<String, Value> message = ClientMessages.read(line);
        switch (message.getKey()) {
          case "start" -> start.complete(Optional.of(Instant.parse(message.getValue().spelling())));
          case "cancel" -> run.cancel();
          default -> throw new IOException("an unknown word: " + message.getKey());
        }
      }
    } catch (IOException | RuntimeException gone) {
      // Treated as the end of what the conductor has to say.
    }
    run.cancel();
    start.complete(Optional.empty());
  }

  private synchronized void say(String key, Value value) {
    out.println(ClientMessages.line(key, value));
    out.flush();
  }
}
