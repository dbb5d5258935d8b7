package dev.kneeline.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/// Where prompts and lengths come from.
public sealed interface Dataset {

  /// Random prompts behind a shared prefix, by vLLM's length rules.
  record RandomPrompts(Lengths input, Lengths output, int prefix, RangeRule rule)
      implements Dataset {}

  /// A few long prefixes, each followed by many suffixes: what prefix caching is for.
  record PrefixRepetition(int prefixes, int prefix, int suffix, int output) implements Dataset {}

  /// Lines of sonnets behind a shared prefix.
  record Sonnet(int input, int prefix, int output) implements Dataset {}

  /// Sessions of several turns, each with all that was said before it.
  ///
  /// @param turns of a session
  /// @param system tokens that all sessions begin with
  /// @param first tokens of a session's first question
  /// @param later tokens of each further one
  /// @param think from an answer's end to the next question
  record Sessions(
      Lengths turns, int system, Lengths first, Lengths later, Lengths output, Duration think)
      implements Dataset {}

  /// Conversations as ShareGPT's JSON has them; the first two turns are used.
  record ShareGpt(Path file, OptionalInt output, boolean shuffle) implements Dataset {}

  /// JSON lines with `prompt` and perhaps `output_tokens`.
  ///
  /// @param output answer tokens; empty: each line's own
  record Custom(Path file, OptionalInt output, boolean shuffle) implements Dataset {}

  /// JSON lines with `timestamp`, `input_length`, `output_length` and `hash_ids`, replayed on time.
  ///
  /// @param secondsPerUnit what a step of the timestamp is: 0.001 in Mooncake's traces
  /// @param blockTokens tokens of each block that a hash id stands for
  /// @param selfTimed its times hold where no rate is asked for
  record Trace(Path file, double secondsPerUnit, int blockTokens, Labels labels, boolean selfTimed)
      implements Dataset {}

  /// BurstGPT's CSV: the lengths of GPT-4's answered requests, and their times in seconds.
  ///
  /// @param selfTimed its times hold where no rate is asked for; else its order is drawn
  record BurstGpt(Path file, boolean selfTimed) implements Dataset {}

  /// What a trace's members are called.
  record Labels(String timestamp, String input, String output, String hashes) {}

  /// Whether requests follow others, so that answers must be read.
  default boolean hasTurns() {
    return switch (this) {
      case Sessions _ -> true;
      case RandomPrompts _,
          PrefixRepetition _,
          Sonnet _,
          Trace _,
          BurstGpt _,
          ShareGpt _,
          Custom _ ->
          false;
    };
  }

  /// Whether the lengths are the workload's own, so that answers must not end early.
  default boolean isSynthetic() {
    return switch (this) {
      case RandomPrompts _, PrefixRepetition _, Sonnet _, Sessions _, Trace _, BurstGpt _ -> true;
      case ShareGpt _, Custom _ -> false;
    };
  }
}
