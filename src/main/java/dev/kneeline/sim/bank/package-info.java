/// Servers that are nothing but a curve, drawn by a generator: what an SLA search is tried on.
@NullMarked
package dev.kneeline.sim.bank;

import org.jspecify.annotations.NullMarked;
