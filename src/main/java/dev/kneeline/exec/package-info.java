/// Runs a plan: processes and their ends, readiness, cache resets, machine facts and the executors.
@NullMarked
package dev.kneeline.exec;

import org.jspecify.annotations.NullMarked;
