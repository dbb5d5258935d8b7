/// How much load a server carries within an SLA: searches over one number, each a pure function of
/// the probes so far.
@NullMarked
package dev.kneeline.search.slo;

import org.jspecify.annotations.NullMarked;
