/// Reads every YAML and data file into records, compiles their rules, and runs the loop of a sweep.
@NullMarked
package dev.kneeline.sweep;

import org.jspecify.annotations.NullMarked;
