/// Which points to measure next: strategies, each a pure function of the study so far.
@NullMarked
package dev.kneeline.search;

import org.jspecify.annotations.NullMarked;
