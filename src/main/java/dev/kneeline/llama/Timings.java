package dev.kneeline.llama;

/// How long one answer took, by the front's clock.
///
/// @param promptTokens length of the prompt
/// @param promptNanos from handing the request to the engine to the first token, waiting included
/// @param tokens length of the answer
/// @param writingNanos from the first token to the last
record Timings(int promptTokens, long promptNanos, int tokens, long writingNanos) {}
