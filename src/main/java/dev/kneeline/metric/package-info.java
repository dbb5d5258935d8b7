/// Samples in, figures out: definitions, units, directions, percentiles, intervals, SLOs,
/// objectives.
@NullMarked
package dev.kneeline.metric;

import org.jspecify.annotations.NullMarked;
