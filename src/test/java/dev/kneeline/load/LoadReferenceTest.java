package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LoadReferenceTest {

  private static final Path PAGE = Path.of("docs", "reference", "load.md");

  @Test
  void the_tables_of_the_page_are_what_decides() throws IOException {
    String page = Files.readString(PAGE);
    String fresh =
        filled(filled(page, "checks", LoadReference.checks()), "options", LoadReference.options());
    if (Boolean.getBoolean("kneeline.regenerate")) {
      Files.writeString(PAGE, fresh);
    }
    assertThat(Files.readString(PAGE))
        .as("run the test with -Dkneeline.regenerate=true to write the tables anew")
        .isEqualTo(fresh);
  }

  private static String filled(String page, String name, String table) {
    String open = "<!-- %s -->\n".formatted(name);
    int from = page.indexOf(open) + open.length();
    int to = page.indexOf("<!-- /%s -->".formatted(name));
    assertThat(to).as("marks of %s", name).isGreaterThan(from - 1);
    return page.substring(0, from) + table + page.substring(to);
  }
}
