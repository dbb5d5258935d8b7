package dev.kneeline.load;

/// What one request asks.
///
/// @param json the prompt as JSON: a string, or a list of token ids
/// @param tokens its length as far as the workload knows
/// @param askedTokens the answer's length; 0: the server's own limit
record Prompt(String json, int tokens, int askedTokens) {}
