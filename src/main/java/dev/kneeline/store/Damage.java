package dev.kneeline.store;

/// A file of a study that cannot be used. It is left where it is and told to the user.
///
/// @param path relative to the study's folder
/// @param message what is wrong with it
public record Damage(String path, String message) {}
