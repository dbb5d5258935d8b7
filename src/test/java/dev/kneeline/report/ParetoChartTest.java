package dev.kneeline.report;

import static dev.kneeline.analysis.StudyMaker.point;
import static dev.kneeline.analysis.StudyMaker.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.StudyMaker;
import dev.kneeline.report.Chart.Mark;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ParetoChartTest {

  private static final String X = "interactivity";
  private static final String Y = "total_tokens_per_gpu";

  @Test
  void every_configuration_is_drawn_and_only_the_frontiers_are_labelled() {
    List<Row> rows = StudyMaker.server(1, false);
    Chart chart = chart(rows);

    int dots =
        chart.marks().stream()
            .mapToInt(mark -> mark instanceof Mark.Dots spots ? spots.spots().size() : 0)
            .sum();
    assertThat(dots).isEqualTo(rows.size());
    int frontier = ParetoChart.frontier(rows, X, Y).points().size();
    assertThat(notes(chart)).hasSize(frontier).filteredOn(n -> n.endsWith("knee")).hasSize(1);
    assertThat(chart.words().subtitle())
        .isEqualTo(
            "%d of 36 configurations on the frontier; means of 3 runs, bars: 95 %% interval"
                .formatted(frontier));
  }

  @Test
  void a_simulated_server_and_single_runs_are_said() {
    assertThat(chart(StudyMaker.server(1, true)).words().subtitle())
        .startsWith("Simulated server;");
    Row single = row(point("a", 1), Map.of(X, 5.0, Y, 5.0));
    assertThat(chart(List.of(single)).words().subtitle())
        .isEqualTo("1 of 1 configurations on the frontier; one run each, so no error bars");
  }

  @Test
  void a_row_that_lacks_a_figure_is_counted_and_a_study_without_any_has_no_chart() {
    Row whole = row(point("a", 1), Map.of(X, 5.0, Y, 5.0));
    Row half = row(point("a", 2), Map.of(X, 5.0));

    assertThat(chart(List.of(whole, half)).words().caption())
        .contains("1 without both figures left out");
    assertThat(ParetoChart.of("study", List.of(half), ParetoSpec.of(X, Y))).isEmpty();
  }

  @Test
  void the_svg_is_well_formed_the_same_every_time_and_says_what_the_chart_says() throws Exception {
    Chart chart = chart(StudyMaker.server(1, false));

    String svg = Svg.of(chart);

    assertThat(Svg.of(chart)).isEqualTo(svg);
    Document document = parse(svg);
    assertThat(document.getDocumentElement().getAttribute("viewBox")).isEqualTo("-14 -14 988 628");
    assertThat(texts(document))
        .contains("interactivity (tok/s/user)", "total tokens per GPU (tok/s/GPU)");
    assertThat(texts(document)).containsAll(notes(chart));
    assertThat(svg).doesNotContain("Lucida").doesNotContain("tooltip");
    // 36 spots, 4 keys of the legend and the ring of the knee.
    assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(36 + 4 + 1);
  }

  @Test
  void names_of_a_study_stay_text_in_the_svg() throws Exception {
    String evil = "</text><script>1</script>";
    List<Row> rows =
        List.of(
            row(point("server.x", evil), Map.of(X, 5.0, Y, 5.0)),
            row(point("server.x", "a\"&'b"), Map.of(X, 6.0, Y, 4.0)));

    Document document =
        parse(Svg.of(ParetoChart.of(evil, rows, ParetoSpec.of(X, Y)).orElseThrow()));

    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(texts(document)).contains(evil, "a\"&'b");
  }

  @Test
  void the_png_is_twice_the_size_and_shows_the_colours_of_the_series() throws IOException {
    byte[] png = Png.of(Svg.of(chart(StudyMaker.server(1, false))));

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));

    assertThat(image.getWidth()).isEqualTo(2 * 988);
    assertThat(image.getHeight()).isEqualTo(2 * 628);
    Palette.of(4)
        .forEach(colour -> assertThat(pixels(image, colour)).as(colour).isGreaterThan(100));
  }

  private static long pixels(BufferedImage image, String colour) {
    int wanted = 0xff000000 | Integer.parseInt(colour.substring(1), 16);
    int[] all = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return java.util.Arrays.stream(all).filter(pixel -> pixel == wanted).count();
  }

  private static Chart chart(List<Row> rows) {
    return ParetoChart.of("study", rows, ParetoSpec.of(X, Y)).orElseThrow();
  }

  private static List<String> notes(Chart chart) {
    return chart.marks().stream()
        .filter(Mark.Notes.class::isInstance)
        .flatMap(mark -> ((Mark.Notes) mark).notes().stream())
        .map(Chart.Note::text)
        .toList();
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<String> texts(Document document) {
    NodeList nodes = document.getElementsByTagName("text");
    return java.util.stream.IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }
}
