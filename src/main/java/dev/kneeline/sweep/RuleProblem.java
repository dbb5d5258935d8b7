package dev.kneeline.sweep;

/// What is wrong with an expression, and where in it.
///
/// @param offset of the first character that is wrong, from 0
/// @param length how many characters are wrong, at least 1
/// @param message what is wrong
/// @param hint the way out; empty where the message says it
public record RuleProblem(int offset, int length, String message, String hint) {}
