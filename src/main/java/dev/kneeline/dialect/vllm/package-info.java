/// `vllm bench sweep` in its own words: its commands and parameter files in, its folders and files
/// out; between them one `Sweep` and the study of a `kneeline run`.
@NullMarked
package dev.kneeline.dialect.vllm;

import org.jspecify.annotations.NullMarked;
