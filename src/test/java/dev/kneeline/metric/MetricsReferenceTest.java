package dev.kneeline.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsReferenceTest {

  private static final Path PAGE = Path.of("docs", "reference", "metrics.md");

  @Test
  void the_page_in_docs_is_what_the_table_prints() throws IOException {
    if (Boolean.getBoolean("kneeline.regenerate")) {
      Files.writeString(PAGE, MetricsReference.page());
    }
    assertThat(PAGE)
        .as("run the test with -Dkneeline.regenerate=true to write the page anew")
        .hasContent(MetricsReference.page());
  }

  @Test
  void every_metric_stands_in_the_page_exactly_once() {
    String page = MetricsReference.page();
    assertThat(Metrics.all())
        .allSatisfy(metric -> assertThat(page).containsOnlyOnce("| `" + metric.key() + "` |"));
  }
}
