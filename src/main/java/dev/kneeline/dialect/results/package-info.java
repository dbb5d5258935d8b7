/// Result files of other tools in: what each of their names means in our words, run by run.
@NullMarked
package dev.kneeline.dialect.results;

import org.jspecify.annotations.NullMarked;
