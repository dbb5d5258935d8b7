package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each bad file of the folder `bad` is refused with the text beside it, to the letter.
final class ErrorMessagesTest {

  private static final Path FOLDER = Path.of("src/test/resources/dev/kneeline/sweep/bad");

  static Stream<String> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_bad_file_is_refused_with_every_problem_at_its_place(String name) throws IOException {
    Source source = Source.of(name, Files.readString(FOLDER.resolve(name)));
    ReadOutcome outcome =
        new SweepReader(Path.of("/nowhere"))
            .read(source, Overrides.none(), MachineFacts.plain(2), new EngineReader(List.of()));
    assertThat(outcome).isInstanceOf(ReadOutcome.Refused.class);
    String text = Problems.render(((ReadOutcome.Refused) outcome).problems());
    Golden.compare(FOLDER.resolve(name.replace(".yaml", ".txt")), text + "\n");
  }

  @Test
  void what_cannot_be_read_is_told_as_well() {
    ReadOutcome outcome =
        new SweepReader(Path.of("/nowhere"))
            .read(Path.of("no/such/file.yaml"), Overrides.none(), MachineFacts.plain(2));
    assertThat(Problems.render(((ReadOutcome.Refused) outcome).problems()))
        .isEqualTo(
            """
            error: there is no such file (no/such/file.yaml:1:1)
            hint: kneeline init writes a first one

            1 problem; nothing was started\
            """);
  }

  @Test
  void a_long_line_is_cut_around_its_place() {
    String line = "x".repeat(200) + "HERE" + "y".repeat(200);
    Problem problem = Problem.error(Source.of("f", line).span(1, 201, 4), "wrong", "");
    assertThat(Problems.render(List.of(problem)))
        .contains("1 | ..." + "x".repeat(60) + "HERE" + "y".repeat(60) + "...\n")
        .contains("  | " + " ".repeat(63) + "^^^^\n");
  }
}
