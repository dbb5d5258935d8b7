/// Verbs, the terminal and exit codes; the only package that prints or exits.
@NullMarked
package dev.kneeline.cli;

import org.jspecify.annotations.NullMarked;
