package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that hold what a test must find; `-Dkneeline.regenerate=true` writes them anew.
public final class Golden {

  private Golden() {}

  public static void compare(Path file, String text) throws IOException {
    if (Boolean.getBoolean("kneeline.regenerate")) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("%s; run the test with -Dkneeline.regenerate=true and look at the difference", file)
        .isEqualTo(text);
  }
}
