package dev.kneeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.analysis.Row;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The page in a real browser, offline, with a study whose texts try to be markup: used as a person
/// would, with keys and a mouse. Whatever the browser complains of, such as a violation of the
/// page's policy, fails the test.
class ReportPageInBrowserTest {

  private static Browser browser;
  private static String address;

  @BeforeAll
  static void open(@TempDir Path folder) throws Exception {
    browser = Browser.start(folder);
    Path file = folder.resolve("report.html");
    Files.writeString(file, ReportPage.of(ReportPageTest.findings(ReportPageTest.EVIL)));
    address = file.toUri().toString();
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void load() throws Exception {
    browser.size(1280, 900);
    browser.dark(false);
    browser.open(address);
  }

  @AfterEach
  void nothing_is_complained_of() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void a_filter_narrows_picture_and_table_and_says_what_it_does_not_know() throws Exception {
    assertThat(rows()).isEqualTo(37);
    assertThat(dots()).isEqualTo(36);

    filter("tensor_parallel_size=8 max-concurrency>=64");
    assertThat(rows()).isEqualTo(3);
    assertThat(dots()).isEqualTo(3);
    assertThat(browser.text("document.getElementById('count').textContent"))
        .startsWith("3 of 37 configurations shown");

    filter("nothing=1");
    assertThat(browser.text("document.getElementById('problem').textContent"))
        .isEqualTo("no parameter or metric 'nothing'");
    assertThat(rows()).as("a filter that cannot be read changes nothing").isEqualTo(3);

    browser.ask("document.getElementById('reset').click()");
    assertThat(rows()).isEqualTo(37);
  }

  @Test
  void a_brush_keeps_in_the_table_what_lies_inside_it() throws Exception {
    browser.ask("document.getElementById('view').scrollIntoView()");
    JsonNode box = browser.ask("document.getElementById('view').getBoundingClientRect().toJSON()");
    double middle = box.get("left").asDouble() + box.get("width").asDouble() / 2;
    double top = box.get("top").asDouble();
    browser.drag(
        middle, top + 20, box.get("right").asDouble() - 30, box.get("bottom").asDouble() - 60);

    long inside =
        browser
            .ask(
                """
                (() => {
                  const box = document.querySelector("#view .selection").getBoundingClientRect();
                  return [...document.querySelectorAll("#view .dots circle")].filter((dot) => {
                    const { x, y, width, height } = dot.getBoundingClientRect();
                    const across = x + width / 2, down = y + height / 2;
                    return across >= box.left && across <= box.right && down >= box.top && down <= box.bottom;
                  }).length;
                })()
                """)
            .asLong();
    assertThat(inside).isBetween(3L, 33L);
    assertThat(rows()).isEqualTo(inside);

    browser.ask("document.getElementById('view').focus()");
    browser.press("Escape");
    assertThat(rows()).isEqualTo(37);
  }

  @Test
  void the_pointer_shows_a_configuration_with_the_commands_that_measured_it() throws Exception {
    browser.ask("document.getElementById('view').scrollIntoView()");
    JsonNode dot =
        browser.ask(
            "document.querySelector('#view .dots circle').getBoundingClientRect().toJSON()");
    browser.point(dot.get("x").asDouble() + 4, dot.get("y").asDouble() + 4);

    String id = browser.text("document.querySelector('#view .dots circle').__data__.label");
    assertThat(browser.text("document.querySelector('#detail strong').textContent")).isEqualTo(id);
    assertThat(
            browser
                .ask(
                    "[...document.querySelectorAll('#detail pre')].map((each) => each.textContent)")
                .valueStream()
                .map(JsonNode::asString))
        .hasSize(3)
        .startsWith("serve " + ReportPageTest.EVIL, "load " + ReportPageTest.EVIL);
  }

  @Test
  void keys_alone_reach_everything() throws Exception {
    browser.ask("document.getElementById('reset').focus()");
    browser.press("Tab");
    assertThat(focus()).isEqualTo("view");
    String best = chosen();
    browser.press("ArrowRight");
    String next = chosen();
    assertThat(next).isNotEqualTo(best);
    browser.press("ArrowLeft");
    assertThat(chosen()).isEqualTo(best);

    while (!focus().startsWith("row")) {
      browser.press("Tab");
    }
    browser.press("ArrowDown");
    assertThat(focus()).isEqualTo("row 1");
    assertThat(browser.text("document.activeElement.className")).isEqualTo("chosen");
    browser.press("Tab");
    assertThat(focus()).as("the table is one stop").doesNotStartWith("row");

    browser.ask("document.querySelectorAll('#table th button')[1].focus()");
    browser.press("Enter");
    assertThat(browser.text("document.querySelector('#table tbody tr').children[1].textContent"))
        .isEqualTo("1");
    browser.press("Enter");
    assertThat(browser.text("document.querySelector('#table tbody tr').children[1].textContent"))
        .isEqualTo("256");
  }

  @Test
  void a_parameter_gives_curves_and_another_one_panels() throws Exception {
    select("x", "p:load.max-concurrency");
    assertThat(browser.ask("document.querySelectorAll('#view .curves path').length").asInt())
        .isEqualTo(4);
    assertThat(browser.ask("document.querySelectorAll('#view .frontiers path').length").asInt())
        .isZero();

    select("panels", "server.tensor-parallel-size");
    assertThat(
            browser
                .ask(
                    "[...document.querySelectorAll('#view .strips text')].map((e) =>"
                        + " e.textContent)")
                .valueStream()
                .map(JsonNode::asString))
        .containsExactly(
            "tensor-parallel-size = 1",
            "tensor-parallel-size = 2",
            "tensor-parallel-size = 4",
            "tensor-parallel-size = 8",
            "tensor-parallel-size = 16");
    assertThat(dots()).isEqualTo(36);
  }

  @Test
  void a_phone_shows_it_all_without_scrolling_sideways() throws Exception {
    browser.size(390, 844);
    browser.open(address);

    assertThat(browser.ask("document.documentElement.scrollWidth").asInt()).isEqualTo(390);
    assertThat(
            browser
                .ask(
                    "parseFloat(getComputedStyle(document.querySelector('#view .titles"
                        + " text')).fontSize) *"
                        + " document.getElementById('view').getBoundingClientRect().width /"
                        + " document.getElementById('view').viewBox.baseVal.width")
                .asDouble())
        .as("the size of the picture's text on the screen")
        .isGreaterThan(11);
  }

  @Test
  void a_dark_reader_gets_a_dark_page() throws Exception {
    assertThat(brightness()).isGreaterThan(200);

    browser.dark(true);

    assertThat(brightness()).isLessThan(70);
    browser.await(
        "d3.color(document.querySelector('#view .dots circle').getAttribute('fill')).formatHex()"
            + " !== '"
            + Palette.of(8).getFirst()
            + "'");
  }

  @Test
  void two_thousand_configurations_are_filtered_without_waiting(@TempDir Path folder)
      throws Exception {
    List<Row> rows = ReportPageTest.twoThousand();
    Path file = folder.resolve("large.html");
    Files.writeString(
        file,
        ReportPage.of(
            new Findings("large", rows, Optional.empty(), List.of(), Findings.Evidence.NONE)));
    browser.open(file.toUri().toString());

    assertThat(dots()).isEqualTo(2000);
    assertThat(browser.text("document.getElementById('more').textContent"))
        .startsWith("The first 500 of 2000 rows");
    filter("a=7");
    assertThat(rows()).isEqualTo(40);
  }

  private static double brightness() throws Exception {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(browser.picture(1280, 0, 2400)));
    double sum = 0;
    for (int x = 0; x < picture.getWidth(); x += 7) {
      for (int y = 0; y < picture.getHeight(); y += 7) {
        int colour = picture.getRGB(x, y);
        sum += ((colour >> 16 & 255) + (colour >> 8 & 255) + (colour & 255)) / 3.0;
      }
    }
    return sum / ((picture.getWidth() + 6) / 7) / ((picture.getHeight() + 6) / 7);
  }

  private static void filter(String text) throws Exception {
    browser.ask("document.getElementById('filter').value = ''");
    browser.ask("document.getElementById('filter').focus()");
    browser.type(text);
  }

  private static void select(String id, String value) throws Exception {
    browser.ask(
        """
        (() => {
          const select = document.getElementById("%s");
          select.value = "%s";
          select.dispatchEvent(new Event("change"));
        })()
        """
            .formatted(id, value));
  }

  private static long rows() throws Exception {
    return browser.ask("document.querySelectorAll('#table tbody tr').length").asLong();
  }

  private static int dots() throws Exception {
    return browser.ask("document.querySelectorAll('#view .dots circle').length").asInt();
  }

  private static String chosen() throws Exception {
    return browser.text("document.querySelector('#detail strong').textContent");
  }

  /// What has the focus: an element's id, or the place of a row of the table.
  private static String focus() throws Exception {
    return browser.text(
        """
        (() => {
          const at = document.activeElement;
          const row = [...document.querySelectorAll("#table tbody tr")].indexOf(at);
          return row >= 0 ? "row " + row : at.id || at.tagName;
        })()
        """);
  }
}
