package dev.kneeline.load;

/// What is wrong with one option.
///
/// @param key the option's name, without dashes in front
/// @param message what is wrong, in one sentence without a full stop
/// @param hint the way out
public record Problem(String key, String message, String hint) {}
