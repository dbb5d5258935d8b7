package dev.kneeline.load;

import java.nio.file.Path;
import java.util.Optional;

/// Whether and with what the tokens of prompts are counted before the run.
///
/// @param wanted false: nobody is asked, lengths are approximate
/// @param tokenizer a local `tokenizer.json`; empty: the server is asked
/// @param name the tokenizer's as it was given; empty: the model's own
public record Counting(boolean wanted, Optional<Path> tokenizer, Optional<String> name) {}
