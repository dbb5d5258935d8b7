package dev.kneeline.load;

import dev.kneeline.space.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Prompts of a file, kept in memory.
///
/// Their lengths are a tokenizer's or estimates, until the server tells them.
record FilePrompts(List<Prompt> prompts) implements Prompts {

  private static final int BYTES_PER_TOKEN = 4;

  /// vLLM's rules for ShareGPT: both turns of 4 tokens or more, prompts to 1024, both together to
  /// 2048.
  private static final int LEAST_TURN = 4;

  private static final int LONGEST_PROMPT = 1024;
  private static final int LONGEST_BOTH = 2048;

  FilePrompts {
    prompts = List.copyOf(prompts);
  }

  @Override
  public long distinct() {
    return prompts.size();
  }

  @Override
  public Prompt prompt(long index) {
    return prompts.get((int) index);
  }

  /// Four characters to a token: what English makes with most vocabularies.
  static int estimate(String text) {
    return text.length() / BYTES_PER_TOKEN;
  }

  /// Reads files.
  ///
  /// @param counter tells lengths
  /// @param seed of the order
  /// @param wanted how many prompts will be used
  record Reading(TokenCounter counter, long seed, long wanted) {

    /// The first two turns of conversations, as many as are wanted, drawn before they are looked
    /// at.
    FilePrompts shareGpt(Dataset.ShareGpt dataset) throws IOException {
      List<Prompt> prompts = new ArrayList<>();
      try (ShareGptFile file = new ShareGptFile(dataset.file())) {
        List<Long> places = file.conversations();
        shuffle(places, dataset.shuffle());
        for (int i = 0; i < places.size() && prompts.size() < wanted; i++) {
          firstTurns(file.at(places.get(i)), dataset.output()).ifPresent(prompts::add);
        }
      }
      return of(prompts);
    }

    private Optional<Prompt> firstTurns(JsonNode conversation, OptionalInt asked)
        throws IOException {
      JsonNode turns = conversation.path("conversations");
      String prompt = turns.path(0).path("value").asString("");
      String answer = turns.path(1).path("value").asString("");
      if (turns.size() < 2) {
        return Optional.empty();
      }
      int input = counter.count(prompt);
      int output = asked.isPresent() ? asked.getAsInt() : counter.count(answer);
      return fits(input, output)
          ? Optional.of(new Prompt(Value.of(prompt).json(), input, output))
          : Optional.empty();
    }

    private static boolean fits(int input, int output) {
      boolean tooShort = input < LEAST_TURN || output < LEAST_TURN;
      return !tooShort && input <= LONGEST_PROMPT && input + output <= LONGEST_BOTH;
    }

    /// One JSON object a line.
    FilePrompts custom(Dataset.Custom dataset) throws IOException {
      List<Prompt> prompts = new ArrayList<>();
      int number = 0;
      for (String line : Files.readAllLines(dataset.file())) {
        number++;
        if (!line.isBlank()) {
          prompts.add(customLine(line, number, dataset.output()));
        }
      }
      shuffle(prompts, dataset.shuffle());
      return of(prompts);
    }

    private Prompt customLine(String line, int number, OptionalInt output) throws IOException {
      try {
        JsonNode entry = JsonMapper.shared().readTree(line);
        JsonNode prompt = entry.path("prompt");
        if (!prompt.isString()) {
          throw new IOException("line %d has no text under \"prompt\"".formatted(number));
        }
        int asked = output.orElse(entry.path("output_tokens").asInt(0));
        String text = prompt.stringValue();
        return new Prompt(Value.of(text).json(), counter.count(text), asked);
      } catch (JacksonException malformed) {
        throw new IOException(
            "line %d is not JSON: %s".formatted(number, malformed.getOriginalMessage()), malformed);
      }
    }

    private void shuffle(List<?> entries, boolean wished) {
      if (wished) {
        Collections.shuffle(entries, new Random(seed));
      }
    }

    private static FilePrompts of(List<Prompt> prompts) throws IOException {
      if (prompts.isEmpty()) {
        throw new IOException("no entry of the file can be used");
      }
      return new FilePrompts(prompts);
    }
  }
}
