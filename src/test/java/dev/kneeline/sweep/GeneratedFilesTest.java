package dev.kneeline.sweep;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What is generated from the field tables is in the repository as it is generated.
final class GeneratedFilesTest {

  @Test
  void the_schema_is_the_field_tables() throws IOException {
    Golden.compare(Path.of("schema/sweep.schema.json"), SweepSchema.json());
  }

  @Test
  void the_page_of_the_sweep_file_is_the_field_tables() throws IOException {
    Golden.compare(Path.of("docs/reference/sweep-file.md"), ReferencePages.sweepFile());
  }

  @Test
  void the_page_of_the_engines_is_their_files() throws IOException {
    Golden.compare(Path.of("docs/reference/engines.md"), ReferencePages.engines());
  }
}
