package dev.kneeline.store;

import dev.kneeline.space.Point;
import dev.kneeline.study.Run;
import java.time.Instant;
import java.util.Optional;

/// A committed run as its folder tells it.
///
/// @param point what was measured
/// @param run its figures, fingerprint and folder
/// @param attempt the number of the try that gave it, from 1
/// @param committed when
/// @param origin what answered
/// @param raw what its figures were computed from
/// @param server folder of the server's attempt, relative to the study; empty where there was none
public record StoredRun(
    Point point,
    Run run,
    int attempt,
    Instant committed,
    Origin origin,
    Optional<RawFile> raw,
    String server) {}
