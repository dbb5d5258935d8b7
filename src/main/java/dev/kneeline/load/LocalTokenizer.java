package dev.kneeline.load;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A model's own tokenizer, read from its `tokenizer.json`.
final class LocalTokenizer implements TokenCounter, AutoCloseable {

  private static final String FILE = "tokenizer.json";

  private final HuggingFaceTokenizer tokenizer;

  private LocalTokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /// The tokenizer's file: the path itself, or the one in the folder; empty where neither is.
  static Optional<Path> file(String path) {
    Path given = Path.of(path);
    return Optional.of(Files.isDirectory(given) ? given.resolve(FILE) : given)
        .filter(Files::isReadable);
  }

  /// Reads it.
  ///
  /// @throws IOException when the file is not a tokenizer's, or this machine has no native part
  static LocalTokenizer open(Path file) throws IOException {
    // The library would tell its maker that it was used, and look for files in the network.
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    // Where it unpacks its native part, once for all runs.
    if (System.getenv("DJL_CACHE_DIR") == null) {
      System.setProperty("DJL_CACHE_DIR", cacheFolder().toString());
    }
    try {
      // Else a text of more than 512 tokens is cut without a word.
      Map<String, String> whole = Map.of("truncation", "false", "padding", "false");
      return new LocalTokenizer(HuggingFaceTokenizer.newInstance(file, whole));
    } catch (RuntimeException | LinkageError failure) {
      throw new IOException("%s: %s".formatted(file, failure.getMessage()), failure);
    }
  }

  private static Path cacheFolder() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path root =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return root.resolve("kneeline");
  }

  @Override
  public int count(String text) {
    return tokenizer.encode(text).getIds().length;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
