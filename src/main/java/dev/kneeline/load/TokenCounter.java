package dev.kneeline.load;

import java.io.IOException;

/// Tells how many tokens the server will make of a text, its own opening and closing ones included.
@FunctionalInterface
interface TokenCounter {

  int count(String text) throws IOException;
}
