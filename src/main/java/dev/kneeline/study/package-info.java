/// The record so far: trials, their states, their runs and their failures.
@NullMarked
package dev.kneeline.study;

import org.jspecify.annotations.NullMarked;
