package dev.kneeline.load;

import java.nio.file.Path;
import java.util.Optional;

/// Whether and with what the tokens of prompts are counted before the run.
///
/// @param wanted false: nobody is asked, lengths are approximate
/// @param tokenizer a local `tokenizer.json`; empty: the server is asked
public record Counting(boolean wanted, Optional<Path> tokenizer) {}
