/// What may vary: parameters, values, rules, and the space of points they span, counted exactly and
/// never enumerated.
@NullMarked
package dev.kneeline.space;

import org.jspecify.annotations.NullMarked;
