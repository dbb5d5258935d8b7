package dev.kneeline.load;

/// What one request asks.
///
/// @param json the prompt as JSON: a string, a list of token ids, or a chat's list of messages
/// @param tokens its length as far as the workload knows
/// @param askedTokens the answer's length; 0: the server's own limit
record Prompt(String json, int tokens, int askedTokens) {

  /// The smallest one, for a look whether the server answers.
  static Prompt hi() {
    return new Prompt("\"Hi\"", 1, 1);
  }
}
