package dev.kneeline.load;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A recorded trace: times and lengths are the trace's, texts are made up so that equal blocks of
/// the recorded prompts are equal blocks here, which is all that a prefix cache can see.
final class TracePrompts implements Prompts {

  private static final long BLOCK = 4;
  private static final long TAIL = 5;

  private final int blockTokens;
  private final boolean selfTimed;
  private final TokenText text;
  private final long seed;
  private final List<Line> lines;

  /// One request of a trace.
  record Line(long atNanos, int input, int output, List<Long> blocks) {}

  /// @param lines at least one
  /// @param blockTokens tokens of each block
  private TracePrompts(
      List<Line> lines, int blockTokens, boolean selfTimed, PromptForm form, long seed) {
    this.lines = lines;
    this.blockTokens = blockTokens;
    this.selfTimed = selfTimed;
    this.text = new TokenText(form);
    this.seed = seed;
  }

  /// Reads JSON lines with `timestamp`, `input_length`, `output_length` and perhaps `hash_ids`.
  static TracePrompts read(Dataset.Trace dataset, PromptForm form, long seed) throws IOException {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(dataset.file())) {
      number++;
      if (!line.isBlank()) {
        lines.add(line(line, number, dataset));
      }
    }
    if (lines.isEmpty()) {
      throw new IOException("the trace is empty");
    }
    lines.sort(Comparator.comparingLong(Line::atNanos));
    return new TracePrompts(lines, dataset.blockTokens(), dataset.selfTimed(), form, seed);
  }

  /// Reads BurstGPT's CSV.
  static TracePrompts read(Dataset.BurstGpt dataset, PromptForm form, long seed)
      throws IOException {
    List<Line> lines = BurstGpt.read(dataset.file());
    if (dataset.selfTimed()) {
      lines.sort(Comparator.comparingLong(Line::atNanos));
    } else {
      Collections.shuffle(lines, new Random(seed));
    }
    return new TracePrompts(lines, 1, dataset.selfTimed(), form, seed);
  }

  private static Line line(String json, int number, Dataset.Trace dataset) throws IOException {
    Dataset.Labels labels = dataset.labels();
    try {
      JsonNode entry = JsonMapper.shared().readTree(json);
      for (String name : List.of(labels.timestamp(), labels.input(), labels.output())) {
        if (!entry.path(name).isNumber()) {
          throw new IOException("line %d has no number under \"%s\"".formatted(number, name));
        }
      }
      List<Long> blocks = new ArrayList<>();
      entry.path(labels.hashes()).forEach(id -> blocks.add(id.asLong()));
      return new Line(
          Math.round(entry.path(labels.timestamp()).asDouble() * dataset.secondsPerUnit() * 1e9),
          entry.path(labels.input()).asInt(),
          Math.max(1, entry.path(labels.output()).asInt()),
          List.copyOf(blocks));
    } catch (JacksonException malformed) {
      throw new IOException(
          "line %d is not JSON: %s".formatted(number, malformed.getOriginalMessage()), malformed);
    }
  }

  @Override
  public long distinct() {
    return lines.size();
  }

  @Override
  public Prompt prompt(long index) {
    Line line = lines.get((int) index);
    List<TokenText.Part> parts = new ArrayList<>();
    int left = line.input();
    for (long block : line.blocks()) {
      int tokens = Math.min(left, blockTokens);
      parts.add(new TokenText.Part(Seeds.stream(seed, BLOCK, block), tokens));
      left -= tokens;
    }
    parts.add(new TokenText.Part(Seeds.stream(seed, TAIL, index), left));
    return new Prompt(text.json(parts), line.input(), line.output());
  }

  /// The trace's own times, the first one at 0; a trace that is begun again goes on behind its end.
  @Override
  public Optional<Arrivals> schedule() {
    if (!selfTimed) {
      return Optional.empty();
    }
    long first = lines.getFirst().atNanos();
    long length = lines.getLast().atNanos() - first;
    return Optional.of(
        new Arrivals() {
          private long next;

          @Override
          public long nextNanos() {
            long round = next / lines.size();
            long at = lines.get((int) (next % lines.size())).atNanos() - first;
            next++;
            return round * length + at;
          }
        });
  }
}
