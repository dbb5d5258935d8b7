package dev.kneeline.llama;

import java.util.List;
import java.util.Map;

/// How the engine is to choose tokens and when to stop, for one request.
///
/// @param limit most tokens to write; -1 goes on until the context is full
/// @param ignoreEnd whether the model's end of sequence is ruled out
/// @param cachePrompt whether a slot may reuse what it still holds of an equal beginning
/// @param stops texts that end the answer; they are not part of it
/// @param numbers further settings by llama.cpp's names, such as `temperature` and `top_k`
record Sampling(
    int limit,
    boolean ignoreEnd,
    boolean cachePrompt,
    List<String> stops,
    Map<String, Number> numbers) {

  Sampling {
    stops = List.copyOf(stops);
    numbers = Map.copyOf(numbers);
  }

  Sampling withLimit(int tokens) {
    return new Sampling(tokens, ignoreEnd, cachePrompt, stops, numbers);
  }
}
