/// The simulated inference server: it speaks the engines' protocols, takes their flags and fails as
/// they fail.
@NullMarked
package dev.kneeline.sim;

import org.jspecify.annotations.NullMarked;
