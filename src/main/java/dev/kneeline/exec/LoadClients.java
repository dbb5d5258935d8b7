package dev.kneeline.exec;

import dev.kneeline.load.AppliedLoad;
import dev.kneeline.load.LoadException;
import dev.kneeline.load.LoadListener;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.load.LoadPart;
import dev.kneeline.load.LoadParts;
import dev.kneeline.load.LoadResult;
import dev.kneeline.load.LoadRun;
import dev.kneeline.load.Parallel;
import dev.kneeline.load.Progress;
import dev.kneeline.load.ServerTruth;
import dev.kneeline.load.Share;
import dev.kneeline.space.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Applies one load with several client processes of this program: started together, begun at one
/// instant, each with its share of the schedule; their records are one result's.
public final class LoadClients implements AppliedLoad {

  /// The verb under which this program is a client.
  public static final String VERB = "load-client";

  /// From the last client's readiness to the schedule's zero, for the word to reach all of them.
  private static final Duration LEAD = Duration.ofMillis(150);

  private static final long REPORT_NANOS = 250_000_000;

  private final SequencedMap<String, Value> values;
  private final LoadOptions options;
  private final LoadListener listener;
  private final Path logs;
  private final List<ClientProcess> clients = new ArrayList<>();
  private volatile boolean cancelled;
  private long reportedNanos;

  private LoadClients(
      Map<String, Value> values, LoadOptions options, LoadListener listener, Path logs) {
    this.values = new LinkedHashMap<>(values);
    this.options = options;
    this.listener = listener;
    this.logs = logs;
  }

  /// The load as the options want it: in this process, or with several of them.
  ///
  /// @param values what the options were read from
  /// @param logs folder in which each client's error stream and, until they are merged, its records
  ///   are kept
  public static AppliedLoad of(
      Map<String, Value> values, LoadOptions options, LoadListener listener, Path logs) {
    return options.client().parallel().clients() == 1
        ? new LoadRun(options, listener)
        : new LoadClients(values, options, listener, logs);
  }

  @Override
  public LoadResult execute() throws LoadException {
    LoadOptions complete = ServerTruth.complete(options, () -> cancelled);
    try (ServerTruth server = new ServerTruth(complete)) {
      Files.createDirectories(logs);
      start(complete);
      await(clients.stream().map(ClientProcess::ready).toList());
      server.begin();
      Instant zero = complete.client().parallel().start().orElseGet(() -> Instant.now().plus(LEAD));
      long origin = System.nanoTime() + Duration.between(Instant.now(), zero).toNanos();
      tell("start", Value.of(zero.toString()));
      List<LoadPart> parts = await(clients.stream().map(ClientProcess::done).toList());
      return LoadParts.join(
          complete, withoutSiblings(parts), server.finish(origin), recordsFile(complete));
    } catch (IOException failure) {
      throw new LoadException(
          "the load clients cannot work: " + failure.getMessage(), "check folders and limits");
    } finally {
      clients.forEach(ClientProcess::close);
      clean();
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    tell("cancel", Value.of(true));
  }

  private void tell(String key, Value value) {
    synchronized (clients) {
      clients.forEach(client -> client.tell(key, value));
    }
  }

  private void start(LoadOptions complete) throws IOException {
    Parallel parallel = complete.client().parallel();
    int count = parallel.clients();
    synchronized (clients) {
      for (int i = 0; i < count; i++) {
        Optional<String> cpus =
            parallel.clientCpus().isEmpty()
                ? Optional.empty()
                : Optional.of(parallel.clientCpus().get(i));
        ClientProcess client =
            new ClientProcess(
                "load client %d of %d".formatted(i + 1, count),
                OwnProgram.command(cpus, VERB),
                samples(i),
                logs.resolve("load-client-%d.log".formatted(i + 1)),
                this::report);
        clients.add(client);
        client.tell("options", new Value.Entries(valuesOf(complete, parallel.share(), i)));
        if (cancelled) {
          client.tell("cancel", Value.of(true));
        }
      }
    }
  }

  private Path samples(int client) {
    return logs.resolve("load-client-%d.samples".formatted(client + 1));
  }

  /// What the conductor has asked and what it does itself is left to it.
  private SequencedMap<String, Value> valuesOf(LoadOptions complete, Share own, int client) {
    SequencedMap<String, Value> mine = new LinkedHashMap<>();
    values.forEach((name, value) -> mine.put(name.replace('_', '-'), value));
    mine.keySet()
        .removeAll(
            List.of("clients", "client-cpus", "start-at", "warmup-duration", "cooldown-duration"));
    Share share = own.part(client, complete.client().parallel().clients());
    mine.put("shard", Value.of("%d/%d".formatted(share.index(), share.of())));
    mine.put("samples-file", Value.of(samples(client).toAbsolutePath().toString()));
    mine.put("ready-check-timeout-sec", Value.of(0));
    mine.put("server-metrics", Value.of(false));
    complete.target().model().ifPresent(model -> mine.putIfAbsent("model", Value.of(model)));
    return mine;
  }

  private static <T> List<T> await(List<CompletableFuture<T>> futures) throws LoadException {
    CompletableFuture<Void> first = new CompletableFuture<>();
    for (CompletableFuture<T> future : futures) {
      CompletableFuture<T> _ =
          future.whenComplete((_, failure) -> {
            if (failure != null) {
              first.completeExceptionally(failure);
            }
          });
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    try {
      CompletableFuture.anyOf(first, all).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof LoadException why
          ? why
          : new LoadException("a load client broke: " + failed.getCause(), "please report it");
    }
    return futures.stream().map(CompletableFuture::join).toList();
  }

  /// Each client takes its siblings for other programs, which they are not.
  private static List<LoadPart> withoutSiblings(List<LoadPart> parts) {
    double ours = parts.stream().mapToDouble(LoadClients::ownShare).sum();
    List<LoadPart> corrected = new ArrayList<>();
    for (LoadPart part : parts) {
      SequencedMap<String, Double> facts = new LinkedHashMap<>(part.facts());
      double siblings = ours - ownShare(part);
      facts.computeIfPresent(
          "other_programs_cpu_share", (_, share) -> Math.max(0, share - siblings));
      corrected.add(part.withFacts(facts));
    }
    return corrected;
  }

  private static double ownShare(LoadPart part) {
    return part.facts().getOrDefault("own_cpu_share", 0.0);
  }

  private Path recordsFile(LoadOptions complete) throws IOException {
    if (complete.reporting().samplesFile().isPresent()) {
      return complete.reporting().samplesFile().get();
    }
    Path path = Files.createTempFile("kneeline", ".samples");
    path.toFile().deleteOnExit();
    return path;
  }

  private synchronized void report() {
    long now = System.nanoTime();
    if (now - reportedNanos < REPORT_NANOS) {
      return;
    }
    reportedNanos = now;
    List<Progress> all = clients.stream().map(ClientProcess::progress).toList();
    listener.progress(
        new Progress(
            options.client().parallel().share().count(options.workload().count()),
            all.stream().mapToLong(Progress::sent).sum(),
            all.stream().mapToLong(Progress::done).sum(),
            all.stream().mapToLong(Progress::failed).sum(),
            all.stream().mapToDouble(Progress::tokensPerSecond).sum(),
            median(all),
            all.stream().map(Progress::elapsed).max(Duration::compareTo).orElse(Duration.ZERO)));
  }

  /// Of the clients' medians; the result has the true one.
  private static OptionalDouble median(List<Progress> all) {
    double[] medians =
        all.stream().flatMapToDouble(each -> each.medianTtftMillis().stream()).sorted().toArray();
    return medians.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(medians[medians.length / 2]);
  }

  /// Records are in the merged file by now; logs without a word are of no use.
  private void clean() {
    for (int i = 0; i < clients.size(); i++) {
      try {
        Files.deleteIfExists(samples(i));
        Path log = logs.resolve("load-client-%d.log".formatted(i + 1));
        if (Files.exists(log) && Files.size(log) == 0) {
          Files.delete(log);
        }
      } catch (IOException kept) {
        // A file too many is no reason to lose the result.
      }
    }
    try {
      Files.deleteIfExists(logs);
    } catch (IOException inUse) {
      // Something is still told in there, or the folder is not ours alone.
    }
  }
}
