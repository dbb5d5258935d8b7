/// The pictures of `vllm bench sweep`: its options in, charts of ours out.
@NullMarked
package dev.kneeline.dialect.plots;

import org.jspecify.annotations.NullMarked;
