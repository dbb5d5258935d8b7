/// `vllm bench serve` in its own words: options in, its console block and result file out.
@NullMarked
package dev.kneeline.dialect.bench;

import org.jspecify.annotations.NullMarked;
