package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptQuestionTest {

  @TempDir Path folder;

  @Test
  void exclusions_are_read_back_by_what_their_rules_do() throws IOException {
    Files.writeString(
        folder.resolve("sweep.json"),
        """
        {"name": "kept", "excluded": [
          {"kind": "require", "rule": "a > 1", "points": 4},
          {"kind": "exclude", "rule": "a > 1", "points": 2},
          {"kind": "exclude", "rule": "idle", "points": 0},
          {"kind": "when", "rule": "b when a > 1", "points": 3},
          {"kind": "require", "rule": "huge", "points": "100000000000000000000"}]}
        """);
    KeptQuestion kept = KeptQuestion.read(folder);
    assertThat(kept.name()).isEqualTo("kept");
    assertThat(kept.excluded())
        .containsExactly(
            entry("by the rule: a > 1", 6L),
            entry("only b when a > 1: the same as another point elsewhere", 3L),
            entry("or more by the rule: huge", Long.MAX_VALUE));
  }

  @Test
  void a_study_of_an_older_version_has_no_exclusions() throws IOException {
    Files.writeString(folder.resolve("sweep.json"), "{\"name\": \"old\"}");
    assertThat(KeptQuestion.read(folder).excluded()).isEmpty();
  }
}
