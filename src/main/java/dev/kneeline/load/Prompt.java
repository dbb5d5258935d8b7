package dev.kneeline.load;

import java.util.OptionalLong;

/// What one request asks.
///
/// @param json the prompt as JSON: a string, or a list of token ids
/// @param tokens its length as far as the workload knows
/// @param askedTokens the answer's length; 0: the server's own limit
/// @param atNanos when it is to be sent, for a workload that replays a trace
record Prompt(String json, int tokens, int askedTokens, OptionalLong atNanos) {

  static Prompt of(String json, int tokens, int askedTokens) {
    return new Prompt(json, tokens, askedTokens, OptionalLong.empty());
  }
}
