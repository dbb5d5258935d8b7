package dev.kneeline.load;

/// One request, ready to send.
///
/// @param index place in the run's order, from 0
/// @param bytes holds the whole HTTP request among others: a million small arrays would be the
///   collector's work
/// @param from where it begins
/// @param inputTokens the prompt's length as the workload knows it; the server's word replaces it
/// @param askedTokens the answer's length that is asked for; 0 where none is
record LoadRequest(
    long index, byte[] bytes, int from, int length, int inputTokens, int askedTokens) {}
