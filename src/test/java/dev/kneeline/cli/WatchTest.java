package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.report.Browser;
import dev.kneeline.report.Findings;
import dev.kneeline.report.LiveState;
import dev.kneeline.report.ReportPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A study is followed while another process measures it.
@Timeout(120)
class WatchTest {

  @TempDir Path folder;

  @Test
  void a_terminal_tells_each_run_and_the_answer_and_then_ends() throws Exception {
    Sandbox box = sweep("[1]");
    assertThat(box.run().code()).isZero();
    StringWriter out = new StringWriter();
    CompletableFuture<Integer> watch =
        CompletableFuture.supplyAsync(
            () ->
                new CommandLineTool(new PrintWriter(out), new PrintWriter(new StringWriter()))
                    .run("watch", folder.resolve("study").toString()),
            watching -> Thread.ofPlatform().daemon().start(watching));
    until(() -> out.toString().contains("nobody measures it now; waiting"));

    box = sweep("[1, 2, 4]");
    assertThat(box.run().code()).isZero();

    assertThat(watch.get(60, TimeUnit.SECONDS)).isZero();
    assertThat(out.toString())
        .contains("study: 1 of 1 run")
        .containsSubsequence(
            "2 runs to measure",
            "batch=2  output_throughput 20.0",
            "batch=4  output_throughput 40.0",
            "the sweep has ended: 2 of 2 runs",
            "Best: batch=4");
  }

  @Test
  void an_open_page_follows_the_study_and_keeps_what_its_reader_did() throws Exception {
    try (Browser browser = Browser.start(folder)) {
      Sandbox box = sweep("[1, 2]");
      assertThat(box.run().code()).isZero();
      Process watch =
          Cli.start(folder, List.of("watch", box.study().toString(), "--web"), Map.of());
      try {
        browser.open(url(watch));
        browser.await("document.getElementById('link').textContent === 'live'");
        assertThat(browser.text("document.getElementById('live').textContent"))
            .contains("Nobody measures it now; last: 2 of 2 runs");
        browser.await("document.querySelectorAll('#view .dots circle').length === 2");
        browser.ask(
            """
            document.getElementById("filter").focus();
            document.querySelector("details[data-key=licence]").open = true;
            document.querySelector("details[data-key=how]").open = false;
            """);
        browser.type("batch>1");
        browser.await("document.querySelectorAll('#table tbody tr').length === 1");
        browser.ask("document.querySelector('#table tbody tr').click()");
        String chosen = browser.text("document.querySelector('#detail strong').textContent");
        browser.ask("scrollTo(0, 700)");

        box = sweep("[1, 2, 4, 8]");
        assertThat(box.run().code()).isZero();

        browser.await("document.querySelectorAll('#table tbody tr').length === 3");
        browser.await(
            "document.getElementById('live').textContent.includes('Nobody measures it now; last: 2"
                + " of 2 runs')");
        assertThat(browser.text("document.getElementById('answer').textContent"))
            .contains("4 configurations measured");
        assertThat(browser.text("document.getElementById('filter').value")).isEqualTo("batch>1");
        assertThat(browser.text("document.querySelector('#detail strong').textContent"))
            .isEqualTo(chosen);
        assertThat(browser.text("document.querySelector('#table tr.chosen').dataset.id"))
            .isNotEmpty();
        assertThat(browser.ask("document.querySelector('details[data-key=how]').open").asBoolean())
            .isFalse();
        assertThat(
                browser.ask("document.querySelector('details[data-key=licence]').open").asBoolean())
            .isTrue();
        assertThat(browser.ask("scrollY").asInt()).isEqualTo(700);
        assertThat(browser.complaints()).isEmpty();

        watch.destroy();
        browser.await(
            "document.getElementById('link').textContent.startsWith('the watch has ended')");
      } finally {
        watch.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void only_who_asks_for_this_machine_is_answered() throws Exception {
    Findings nothing =
        new Findings("empty", List.of(), Optional.empty(), List.of(), Findings.Evidence.NONE);
    LiveState state = new LiveState(true, "<b>bold</b>", List.of());
    try (LivePage page = new LivePage(0, ReportPage.live(nothing, state))) {
      int port = URI.create(page.url()).getPort();

      assertThat(ask(port, "GET /", "127.0.0.1:" + port))
          .startsWith("HTTP/1.1 200 ")
          .contains("x-frame-options: DENY")
          .contains("connect-src 'self'")
          .contains("&lt;b&gt;bold&lt;/b&gt;");
      assertThat(ask(port, "GET /now", "localhost:9999"))
          .as("a port that was forwarded")
          .startsWith("HTTP/1.1 200 ")
          .doesNotContain("<style>");
      for (String stranger : List.of("evil.example:" + port, "127.0.0.1.evil.example", "")) {
        assertThat(ask(port, "GET /", stranger))
            .startsWith("HTTP/1.1 403 ")
            .doesNotContain("<html");
      }
      assertThat(ask(port, "GET /etc/passwd", "localhost")).startsWith("HTTP/1.1 404 ");
      assertThat(ask(port, "POST /now", "localhost")).startsWith("HTTP/1.1 405 ");
    }
  }

  @Test
  void a_taken_port_is_told_with_a_way_out() throws Exception {
    Sandbox box = sweep("[1]");
    assertThat(box.run().code()).isZero();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Cli.Result watch = box.ask("watch", "--web", "--port", String.valueOf(taken.getLocalPort()));

      assertThat(watch.code()).isEqualTo(ExitCode.IMPOSSIBLE);
      assertThat(watch.err()).contains("cannot listen on 127.0.0.1:").contains("another --port");
    }
  }

  /// A sweep that measures without servers, in no time.
  private Sandbox sweep(String batches) throws IOException {
    Path script = folder.resolve("measure.sh");
    Files.writeString(
        script, "echo \"{\\\"fast\\\": $((100 - $3)), \\\"much\\\": $(($3 * 10))}\" > \"$1\"\n");
    return new Sandbox(folder)
        .withFile(
            """
            name: tiny
            benchmark:
              command: [sh, %s, "{result_file}"]
              result: {format: paths, paths: {output_throughput: much, interactivity: fast}}
            sweep: {load.batch: %s}
            objective: max output_throughput
            """
                .formatted(script, batches));
  }

  private String url(Process watch) throws Exception {
    Path out = folder.resolve("out.txt");
    until(() -> !watch.isAlive() || Files.readString(out).contains("/\n"));
    assertThat(watch.isAlive()).as(Files.readString(folder.resolve("err.txt"))).isTrue();
    return Files.readString(out).strip();
  }

  /// The whole answer to a request of a browser that means another host than it reaches.
  private static String ask(int port, String request, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      String head = "%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(request, host);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited for a minute").isLessThan(end);
      Thread.sleep(20);
    }
  }
}
