package dev.kneeline.load;

import dev.kneeline.space.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
  record Reading(TokenCounter counter, long seed) {

    /// The first two turns of each conversation.
    FilePrompts shareGpt(Dataset.ShareGpt dataset) throws IOException {
      List<Prompt> prompts = new ArrayList<>();
      try {
        for (JsonNode conversation : JsonMapper.shared().readTree(dataset.file().toFile())) {
          JsonNode turns = conversation.path("conversations");
          if (turns.size() >= 2) {
            String prompt = turns.get(0).path("value").asString("");
            String answer = turns.get(1).path("value").asString("");
            int input = counter.count(prompt);
            int output =
                dataset.output().isPresent() ? dataset.output().getAsInt() : counter.count(answer);
            if (fits(input, output)) {
              prompts.add(new Prompt(Value.of(prompt).json(), input, output));
            }
          }
        }
      } catch (JacksonException malformed) {
        throw new IOException("not JSON: " + malformed.getOriginalMessage(), malformed);
      }
      return of(prompts, dataset.shuffle());
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
      return of(prompts, dataset.shuffle());
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

    private FilePrompts of(List<Prompt> prompts, boolean shuffle) throws IOException {
      if (prompts.isEmpty()) {
        throw new IOException("no entry of the file can be used");
      }
      if (shuffle) {
        Collections.shuffle(prompts, new Random(seed));
      }
      return new FilePrompts(prompts);
    }
  }
}
