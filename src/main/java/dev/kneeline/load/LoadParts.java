package dev.kneeline.load;

import dev.kneeline.metric.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Makes one result of what several clients or loops measured: figures come from all records
/// together, the verdict is the worst one's.
public final class LoadParts {

  private static final Set<String> COUNTS =
      Set.of(
          "own_queue_requests",
          "dropped_requests",
          "cancelled_requests",
          "failed_warm_ups",
          "token_events",
          "connections_opened",
          "resent_on_fresh_connection",
          "abandoned_turns",
          "prompts_counted",
          "prompt_tokens_off_sum");

  private final LoadOptions options;
  private final List<LoadPart> parts;
  private final Window whole;
  private final Window window;

  private LoadParts(LoadOptions options, List<LoadPart> parts) {
    this.options = options;
    this.parts = parts;
    long end = parts.stream().mapToLong(LoadPart::endNanos).max().orElse(0);
    this.whole = new Window(0, Math.max(0, end));
    this.window = options.reporting().margins().of(end);
  }

  /// The result of one process' loops. Of several the records are written to the options' samples
  /// file as one; without such a file they stay where they are.
  ///
  /// @param parts at least one
  static LoadResult join(LoadOptions options, List<LoadPart> parts, ServerSeries series)
      throws IOException {
    LoadParts all = new LoadParts(options, parts);
    Optional<Path> file = options.reporting().samplesFile();
    return all.result(
        series, parts.size() > 1 && file.isPresent() ? all.write(file.get()) : all.together());
  }

  /// The result of several clients, whose records are written to a file as one, so that what is
  /// left of the clients may go afterwards.
  ///
  /// @param parts at least one
  public static LoadResult join(
      LoadOptions options, List<LoadPart> parts, ServerSeries series, Path file)
      throws IOException {
    LoadParts all = new LoadParts(options, parts);
    return all.result(series, all.write(file));
  }

  private LoadResult result(ServerSeries series, Samples samples) {
    List<String> texts =
        parts.size() == 1 ? parts.getFirst().texts() : new MergedSamples(parts).texts();
    double inFlight = parts.stream().mapToDouble(LoadPart::inFlightNanos).sum();
    SequencedMap<String, Double> numbers = merged();
    numbers.putAll(series.summary());
    numbers.put("server_is_local", options.target().isLocal() ? 1.0 : 0.0);
    boolean whole = options.client().parallel().share().isWhole();
    RecordFacts.put(numbers, new RecordFacts.Run(lawful(), this.whole, whole), samples, inFlight);
    List<PartReport> reports =
        parts.size() == 1 ? List.of() : parts.stream().map(this::report).toList();
    ClientFacts facts = new ClientFacts(parts.getFirst().stamps(), numbers, reports);
    return new LoadResult(
        options.withNotes(notes(series)),
        samples,
        texts,
        window,
        Checks.verdict(facts, options.client().limits()),
        facts,
        series,
        parts.stream().map(LoadPart::stopped).filter(why -> !why.isEmpty()).findFirst().orElse(""));
  }

  private List<String> notes(ServerSeries series) {
    List<String> notes = new ArrayList<>(series.notes());
    if (window.seconds() == 0 && whole.seconds() > 0) {
      notes.add("warm-up and cool-down are longer than the run: nothing of it counts");
    }
    return notes;
  }

  /// Turns follow answers and no law.
  private Pace lawful() {
    boolean turns = options.workload().dataset().hasTurns();
    return turns ? options.pace().withoutLaw() : options.pace();
  }

  private Samples together() {
    return parts.size() == 1 ? parts.getFirst().samples() : new MergedSamples(parts);
  }

  private Samples write(Path file) throws IOException {
    Recorder recorder = new Recorder(Optional.of(file), false, false);
    together().forEach(sample -> recorder.accept(sample, ""));
    return recorder.finish(window);
  }

  private PartReport report(LoadPart part) {
    SequencedMap<String, Double> numbers = new LinkedHashMap<>(part.facts());
    RecordFacts.put(
        numbers,
        new RecordFacts.Run(lawful(), this.whole, false),
        part.samples(),
        part.inFlightNanos());
    ClientFacts facts = new ClientFacts(part.stamps(), numbers);
    return new PartReport(
        part.samples().count(), Checks.verdict(facts, options.client().limits()), numbers);
  }

  /// Counts are added, the mean wait is weighted, of the rest the worst one's counts.
  private SequencedMap<String, Double> merged() {
    SequencedMap<String, Double> all = new LinkedHashMap<>();
    for (LoadPart part : parts) {
      part.facts()
          .forEach((name, value) -> {
            if (COUNTS.contains(name)) {
              all.merge(name, value, Double::sum);
            } else {
              all.merge(name, value, name.equals("machine_idle_share") ? Math::min : Math::max);
            }
          });
    }
    all.replace("own_queue_mean_ms", ownQueueMean());
    double counted = all.getOrDefault("prompts_counted", 0.0);
    if (counted > 0) {
      double off = all.getOrDefault("prompt_tokens_off_sum", 0.0);
      all.put("prompt_tokens_off_mean", off / counted);
    }
    return all;
  }

  private double ownQueueMean() {
    double total = 0;
    double requests = 0;
    for (LoadPart part : parts) {
      double waited = part.facts().getOrDefault("own_queue_requests", 0.0);
      total += waited * part.facts().getOrDefault("own_queue_mean_ms", 0.0);
      requests += waited;
    }
    return requests == 0 ? 0 : total / requests;
  }

  /// The numbers of those whose verdict is not OK, from 1.
  static List<Integer> doubtful(List<PartReport> reports) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      if (reports.get(i).verdict().status() != Verdict.Status.OK) {
        numbers.add(i + 1);
      }
    }
    return numbers;
  }
}
