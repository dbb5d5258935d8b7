/// SGLang's parameter generator in its own words: combinations of an engine's parameters, valid and
/// well chosen.
@NullMarked
package dev.kneeline.dialect.params;

import org.jspecify.annotations.NullMarked;
