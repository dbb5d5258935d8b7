package dev.kneeline.dialect.bench;

import dev.kneeline.load.Failures;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.load.LoadResult;
import dev.kneeline.load.Pace;
import dev.kneeline.load.Verdict;
import dev.kneeline.metric.Figure;
import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Interval;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// The result as `vllm bench serve` prints it, with the client's verdict on itself below.
public final class ConsoleBlock {

  private static final int WIDTH = 50;

  /// Of a failure's words; the result file has all of them.
  private static final int LONGEST = 200;

  private static final Map<String, String> TITLES =
      Map.of(
          "ttft", "Time to First Token",
          "tpot", "Time per Output Token (excl. 1st token)",
          "itl", "Inter-token Latency",
          "e2el", "End-to-end Latency",
          "queue", "Client Queue Time",
          "response", "End-to-end Latency with Client Queue");

  private final LoadOptions options;
  private final Figures figures;
  private final PrintWriter out;

  private ConsoleBlock(LoadOptions options, Figures figures, PrintWriter out) {
    this.options = options;
    this.figures = figures;
    this.out = out;
  }

  /// vLLM's lines alone, from what a study keeps of a run.
  public static void print(LoadOptions options, Figures figures, PrintWriter out) {
    new ConsoleBlock(options, figures, out).print();
  }

  static void print(LoadResult result, PrintWriter out) {
    ConsoleBlock block = new ConsoleBlock(result.options(), result.figures(), out);
    block.print();
    block.intervals(result.intervals());
    block.failures(result);
    block.verdict(result);
  }

  private void print() {
    out.println(centred(" Serving Benchmark Result ", '='));
    count("Successful requests:", "completed");
    count("Failed requests:", "failed");
    Pace pace = options.pace();
    pace.maxConcurrency().ifPresent(cap -> line("Maximum request concurrency:", "" + cap));
    if (!Double.isInfinite(pace.perSecond())) {
      line("Request rate configured (RPS):", decimal(pace.perSecond()));
    }
    figure("Benchmark duration (s):", "duration");
    count("Total input tokens:", "total_input_tokens");
    count("Total generated tokens:", "total_output_tokens");
    figure("Request throughput (req/s):", "request_throughput");
    if (!options.reporting().figures().goodput().isEmpty()) {
      figure("Request goodput (req/s):", "request_goodput");
    }
    figure("Output token throughput (tok/s):", "output_throughput");
    figure("Peak output token throughput (tok/s):", "max_output_tokens_per_s");
    figure("Peak concurrent requests:", "max_concurrent_requests");
    figure("Total token throughput (tok/s):", "total_token_throughput");
    options.reporting().families().forEach(this::family);
    out.println("=".repeat(WIDTH));
  }

  private void family(String family) {
    String title = TITLES.getOrDefault(family, family);
    String word = family.toUpperCase(Locale.ROOT);
    out.println(centred(title, '-'));
    figure("Mean %s (ms):".formatted(word), "mean_%s_ms".formatted(family));
    figure("Median %s (ms):".formatted(word), "median_%s_ms".formatted(family));
    for (double percentile : options.reporting().figures().percentiles()) {
      String name = plain(percentile);
      figure("P%s %s (ms):".formatted(name, word), "p%s_%s_ms".formatted(name, family));
    }
  }

  /// Of the latencies that are printed; vLLM's lines above stay as its readers know them.
  private void intervals(Map<String, Interval> intervals) {
    for (String family : options.reporting().families()) {
      String ends = "_%s_ms".formatted(family);
      String told =
          intervals.entrySet().stream()
              .filter(each -> each.getKey().matches("(median|p[0-9.]+)" + ends))
              .map(each ->
                  "%s %s to %s"
                      .formatted(
                          each.getKey().replace(ends, ""),
                          decimal(each.getValue().low()),
                          decimal(each.getValue().high())))
              .collect(Collectors.joining(", "));
      if (!told.isEmpty()) {
        out.println("95 %% sure: %s %s ms".formatted(family, told));
      }
    }
  }

  private void failures(LoadResult result) {
    figures
        .byKey()
        .forEach((key, figure) -> {
          double count = figure.value().orElse(0);
          if (key.startsWith("failed_") && count > 0) {
            out.println("%s: %.0f".formatted(key, count));
          }
        });
    for (Failures each : result.failures()) {
      String said = each.first();
      String cut = said.length() > LONGEST ? said.substring(0, LONGEST) + " ..." : said;
      out.println("  %d x %s".formatted(each.count(), cut));
    }
    long again = (long) result.client().number("resent_on_fresh_connection");
    if (again > 0) {
      out.println("Sent again because the connection had been closed: " + again);
    }
  }

  private void verdict(LoadResult result) {
    Verdict verdict = result.verdict();
    boolean local = result.client().number("server_is_local") > 0;
    out.println(
        "Client: %s (%s%s)"
            .formatted(
                verdict.status(),
                result.client().stamps().text(),
                local ? "; the server is on this machine" : ""));
    verdict.reasons().forEach(reason -> out.println("  " + reason));
    server(result);
    out.println("Prompts: " + promptLengths(result));
    result.options().notes().forEach(note -> out.println("Note: " + note));
    if (result.isPartial()) {
      out.println("Partial: " + result.stopped());
    }
  }

  /// The server's own word on the first token, and by how much ours is later.
  private void server(LoadResult result) {
    OptionalDouble ours = figures.value("mean_ttft_ms");
    double theirs = result.client().number("server_mean_ttft_ms");
    if (theirs > 0 && ours.isPresent()) {
      out.println(
          "Server: mean TTFT %s ms by its own metrics; here %s ms %s"
              .formatted(
                  decimal(theirs),
                  decimal(Math.abs(ours.getAsDouble() - theirs)),
                  ours.getAsDouble() >= theirs ? "more" : "less"));
    }
  }

  private static String promptLengths(LoadResult result) {
    String by =
        switch (result.options().workload().lengths()) {
          case TOKENIZER -> "counted by the local tokenizer";
          case SERVER -> "counted by the server's /tokenize";
          case WORDS -> "of the engine's one-token words";
          case TOKEN_IDS -> "token ids";
          case APPROXIMATE -> "lengths approximate";
        };
    if (!result.client().numbers().containsKey("prompt_tokens_off_max")) {
      return by;
    }
    return "%s; the server's usage differs by %s tokens on average, %.0f at most"
        .formatted(
            by,
            decimal(result.client().number("prompt_tokens_off_mean")),
            result.client().number("prompt_tokens_off_max"));
  }

  private void count(String label, String key) {
    line(
        label,
        figures.value(key).isPresent() ? "%.0f".formatted(figures.value(key).getAsDouble()) : "-");
  }

  /// A figure that the sample cannot carry has a question mark.
  private void figure(String label, String key) {
    Figure figure = figures.figure(key);
    if (figure.value().isEmpty()) {
      line(label, "-");
    } else {
      line(label, decimal(figure.value().getAsDouble()) + (figure.reliable() ? "" : " ?"));
    }
  }

  private void line(String label, String value) {
    out.println("%-40s %-10s".formatted(label, value).stripTrailing());
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  static String plain(double percentile) {
    return percentile == Math.rint(percentile)
        ? Long.toString((long) percentile)
        : Double.toString(percentile);
  }

  private static String centred(String text, char fill) {
    int left = (WIDTH - text.length()) / 2;
    int right = WIDTH - text.length() - left;
    String edge = String.valueOf(fill);
    return edge.repeat(Math.max(0, left)) + text + edge.repeat(Math.max(0, right));
  }
}
