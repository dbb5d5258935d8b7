package dev.kneeline.metric;

/// One row of the table of metrics, from which results, help and the reference page are printed.
///
/// @param key snake_case name in files and on the command line, with its unit where it has one
/// @param description what it tells, in one sentence without a full stop
/// @param formula how it is computed from samples and window
public record Metric(
    String key, Unit unit, Direction direction, String description, String formula) {}
