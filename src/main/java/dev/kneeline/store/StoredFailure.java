package dev.kneeline.store;

import dev.kneeline.space.Point;
import dev.kneeline.study.Failure;
import java.time.Instant;

/// A planned run that failed, by itself or because its server did.
///
/// @param point what was to be measured
/// @param repetition counted from 1
/// @param fingerprint of the planned run
/// @param folder of the attempt that failed, relative to the study: a run's or a server's
/// @param at when
/// @param failure why
public record StoredFailure(
    Point point, int repetition, String fingerprint, String folder, Instant at, Failure failure) {}
