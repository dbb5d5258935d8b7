package dev.kneeline.engine;

import java.time.Duration;

/// When a started server may be measured: its own process lives and this path answers 200.
///
/// @param path asked with GET
/// @param startTimeout after which the server counts as never ready
/// @param stopTimeout between TERM and KILL
public record Readiness(String path, Duration startTimeout, Duration stopTimeout) {}
