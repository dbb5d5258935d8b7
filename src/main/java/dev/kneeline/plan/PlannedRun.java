package dev.kneeline.plan;

import dev.kneeline.space.Point;

/// One repetition of one point, to be measured.
///
/// @param point the whole point
/// @param repetition counted from 1
/// @param seed the run's own
/// @param load what is applied
/// @param fingerprint decides whether a stored run answers it
public record PlannedRun(
    Point point, int repetition, long seed, LoadSpec load, String fingerprint) {}
