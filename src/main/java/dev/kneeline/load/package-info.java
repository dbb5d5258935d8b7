/// The load generator: workloads, arrivals, one exact clock, and a verdict on itself.
@NullMarked
package dev.kneeline.load;

import org.jspecify.annotations.NullMarked;
