/// What is known of each engine: flag style, readiness, cache reset, GPUs used, failure patterns.
///
/// The engines themselves are data files, read by `sweep`; users may add their own.
@NullMarked
package dev.kneeline.engine;

import org.jspecify.annotations.NullMarked;
