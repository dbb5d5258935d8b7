package dev.kneeline.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.store.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogScrubberTest {

  private static final String SECRET = "hf_Zürich0123456789";

  @TempDir Path folder;

  @Test
  void a_secret_is_found_however_its_bytes_came() throws IOException {
    Redaction redaction = Redaction.of(Map.of("HF_TOKEN", SECRET, "MY_API_KEY", "hf_Zürich"));
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      Path log = folder.resolve(round + ".log");
      Files.createFile(log);
      LogScrubber scrubber = new LogScrubber(log, redaction);
      String line = "x".repeat(random.nextInt(200_000)) + SECRET + " and " + SECRET + "\n";
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      int from = 0;
      while (from < bytes.length) {
        int length = Math.min(bytes.length - from, 1 + random.nextInt(70_000));
        byte[] part = Arrays.copyOfRange(bytes, from, from + length);
        Files.write(log, part, StandardOpenOption.APPEND);
        scrubber.scrub();
        from += length;
      }
      assertThat(Files.readString(log)).doesNotContain("hf_Z").doesNotContain("0123456789");
      assertThat(Files.size(log)).isEqualTo(bytes.length);
    }
  }

  @Test
  void what_stood_there_before_is_somebody_elses() throws IOException {
    Path log = Files.writeString(folder.resolve("old.log"), SECRET + "\n");

    LogScrubber scrubber = new LogScrubber(log, Redaction.of(Map.of("HF_TOKEN", SECRET)));
    scrubber.scrub();

    assertThat(log).hasContent(SECRET + "\n");
  }
}
