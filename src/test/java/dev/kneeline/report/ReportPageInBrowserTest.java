package dev.kneeline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.kneeline.house.Need;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The page in a real browser, offline, with a study whose texts try to be markup.
///
/// The test needs one change of the page: a script of its own, which uses filter, keyboard and
/// sorting as a person would and writes what it saw; the policy is given that script's hash as
/// well.
class ReportPageInBrowserTest {

  private static final String PROBE =
      """
      const seen = [];
      addEventListener("securitypolicyviolation", (event) => seen.push("violation " + event.violatedDirective));
      addEventListener("error", (event) => seen.push("error " + event.message));
      addEventListener("load", () => {
        const rows = () => document.querySelectorAll("#table tbody tr").length;
        const type = (text) => {
          const filter = document.getElementById("filter");
          filter.value = text;
          filter.dispatchEvent(new Event("input"));
        };
        seen.push("rows " + rows());
        type("tensor_parallel_size=8 max-concurrency>=64");
        seen.push("filtered " + rows());
        type("nothing=1");
        seen.push(document.getElementById("problem").textContent);
        document.getElementById("reset").click();
        seen.push("reset " + rows());
        document.querySelectorAll("#table th button")[1].click();
        seen.push("least " + document.querySelector("#table tbody tr").children[1].textContent);
        const line = document.querySelectorAll("#table tbody tr")[1];
        line.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
        seen.push("chosen " + document.querySelectorAll("#table tr.chosen").length);
        const view = document.getElementById("view");
        const name = () => document.querySelector("#detail strong").textContent;
        const before = name();
        view.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
        seen.push("arrow " + (name() !== before));
        seen.push("command " + document.querySelector("#detail pre").textContent);
        seen.push("circles " + view.querySelectorAll("circle").length);
        document.body.dataset.seen = JSON.stringify(seen);
      });
      """;

  @Test
  void filter_sorting_and_keyboard_work_and_nothing_is_violated(@TempDir Path folder)
      throws Exception {
    String page = ReportPage.of(ReportPageTest.findings(ReportPageTest.EVIL));
    Path file = folder.resolve("report.html");
    Files.writeString(file, probed(page));

    String dom = dom(Need.program("chromium").toString(), folder, file);

    Matcher seen = Pattern.compile("data-seen=\"([^\"]*)\"").matcher(dom);
    assertThat(seen.find()).as("the page's script ended:%n%s", dom).isTrue();
    String told =
        seen.group(1)
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
    List<String> texts =
        JsonMapper.shared().readTree(told).valueStream().map(JsonNode::asString).toList();
    assertThat(texts)
        .containsExactly(
            "rows 37",
            "filtered 3",
            "no parameter or metric 'nothing'",
            "reset 37",
            "least 1",
            "chosen 1",
            "arrow true",
            "command serve " + ReportPageTest.EVIL,
            "circles 37");
  }

  private static String probed(String page) throws Exception {
    byte[] digest =
        java.security.MessageDigest.getInstance("SHA-256")
            .digest(PROBE.getBytes(StandardCharsets.UTF_8));
    String hash = java.util.Base64.getEncoder().encodeToString(digest);
    return page.replaceFirst("script-src ", "script-src 'sha256-" + hash + "' ")
        .replaceFirst("<title>", Matcher.quoteReplacement("<script>" + PROBE + "</script><title>"));
  }

  private static String dom(String browser, Path folder, Path file)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(browser));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + folder.resolve("profile"),
            "--virtual-time-budget=10000",
            "--dump-dom",
            file.toUri().toString()));
    Path out = folder.resolve("dom.html");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("errors.txt").toFile())
            .start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail("the browser did not end");
    }
    return Files.readString(out);
  }
}
