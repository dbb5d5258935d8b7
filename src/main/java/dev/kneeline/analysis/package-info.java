/// What the record says: rows and groups, the best configuration, the Pareto frontier and its knee,
/// effects, comparison.
@NullMarked
package dev.kneeline.analysis;

import org.jspecify.annotations.NullMarked;
