/// The pure model of time of a simulated inference server: jobs in, instants of tokens out.
@NullMarked
package dev.kneeline.sim.model;

import org.jspecify.annotations.NullMarked;
