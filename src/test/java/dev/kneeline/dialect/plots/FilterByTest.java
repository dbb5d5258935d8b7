package dev.kneeline.dialect.plots;

import static dev.kneeline.analysis.StudyMaker.point;
import static dev.kneeline.analysis.StudyMaker.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.analysis.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/// vLLM's conditions, without its traps.
class FilterByTest {

  private static final List<Row> ROWS =
      List.of(
          row(point("load.request-rate", "inf", "server.dtype", "fp8"), "p99_ttft_ms", 100),
          row(point("load.request-rate", 4, "server.dtype", "bf16"), "p99_ttft_ms", 300),
          row(point("load.request-rate", 16), "p99_ttft_ms", 50));

  @Test
  void numbers_infinity_and_texts_are_compared_as_what_they_are() {
    assertThat(left("request_rate==inf")).isEqualTo(1);
    assertThat(left("request_rate>=4.0")).isEqualTo(3);
    assertThat(left("request_rate<16")).isEqualTo(1);
    assertThat(left("dtype == 'fp8'")).isEqualTo(1);
    assertThat(left("dtype!=fp8")).isEqualTo(2);
    assertThat(left("p99_ttft_ms <= 100", "request_rate != inf")).isEqualTo(1);
  }

  @Test
  void a_condition_that_is_none_is_refused_with_an_example() {
    for (String text : List.of("a", "a=3", "<3", "a<=", "a<=b", "a<3<4")) {
      assertThatThrownBy(() -> FilterBy.parse(List.of(text)))
          .as(text)
          .isInstanceOf(PlotRefusal.class)
          .hasMessageContaining("is no condition");
    }
    assertThatThrownBy(() -> left("reqest_rate<3"))
        .isInstanceOf(PlotRefusal.class)
        .hasMessageContaining("no run has 'reqest_rate'");
  }

  private static int left(String... conditions) {
    return FilterBy.filter(ROWS, FilterBy.parse(List.of(conditions))).size();
  }
}
