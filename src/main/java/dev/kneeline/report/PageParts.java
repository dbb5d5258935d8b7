package dev.kneeline.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The page's frame and what is the same in every page: style, scripts, the exploring view's
/// controls, the footer.
final class PageParts {

  private static final String D3 = "/META-INF/resources/webjars/d3/7.9.0/";

  private PageParts() {}

  private static String d3() {
    return resource(D3 + "dist/d3.min.js");
  }

  /// One scope for all of our files, so that none of their names leaves it.
  private static String script(Use use) {
    return "\"use strict\";\n(() => {\n"
        + use.files().stream().map(PageParts::resource).collect(Collectors.joining())
        + "})();\n";
  }

  /// What a page is for: to be kept and sent, or to be looked at while the study grows.
  enum Use {
    FILE,
    LIVE;

    private List<String> files() {
      return this == LIVE
          ? List.of("data.js", "picture.js", "table.js", "live.js", "page.js")
          : List.of("data.js", "picture.js", "table.js", "page.js");
    }
  }

  /// The controls and places that the script fills.
  static String explorer(boolean something) {
    return """
    <section id="explore"%s>
    <h2>Explore</h2>
    <div class="controls">
    <label>across <select id="x"></select></label>
    <label>up <select id="y"></select></label>
    <label>colour by <select id="colour"></select></label>
    <label>panels by <select id="panels"></select></label>
    <label class="grow">filter, such as max-concurrency&gt;=8 p99_ttft_ms&lt;200
    <input id="filter" type="search" spellcheck="false" autocomplete="off"></label>
    <button id="reset" type="button">Show all</button>
    </div>
    <p id="problem" class="error" role="alert"></p>
    <p id="count" class="soft" role="status"></p>
    <div class="explorer">
    <div id="picture"><svg id="view" tabindex="0" role="application" aria-label="Configurations by two figures; the arrow keys go from one to the next"></svg>
    <div id="legend" class="legend"></div>
    <p id="lines" class="soft"></p></div>
    <div id="detail" class="detail" aria-live="polite"></div>
    </div>
    <div id="table" class="scroll" tabindex="-1"></div>
    <p id="more" class="soft"></p>
    </section>
    """
        .formatted(something ? "" : " hidden");
  }

  static String footer() {
    return new Html()
        .markup("<footer>")
        .paragraph(
            "",
            "Figures are means over runs; ± is half of the mean's 95 % interval (Student's t); ?"
                + " marks a figure that its sample is too small to carry. Latencies are of"
                + " completed requests, percentiles as numpy has them.")
        .details(
            "licence",
            "Licence of d3, which draws the exploring view",
            new Html().pre(resource(D3 + "LICENSE")))
        .markup("</footer>\n")
        .toString();
  }

  /// The whole document. Its policy lets nothing run but the scripts and the style whose hashes it
  /// names, and nothing load at all; a live page may ask its own server.
  static String frame(String title, String parts, Optional<String> data, Use use) {
    String style = resource("page.css") + Svg.rules();
    List<String> scripts = data.isPresent() ? List.of(d3(), script(use)) : List.of();
    StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");
    page.append("<meta charset=\"utf-8\">\n");
    page.append(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
            .formatted(policy(style, scripts, use)));
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.append("<title>").append(Markup.escape(title)).append("</title>\n");
    page.append("<style>").append(style).append("</style>\n</head>\n<body>\n");
    page.append(main(parts));
    data.ifPresent(json -> page.append(data(json)));
    scripts.forEach(script -> page.append("<script>").append(script).append("</script>\n"));
    return page.append("</body>\n</html>\n").toString();
  }

  /// What changes in a page that is open: its parts and its data.
  static String now(String parts, String data) {
    return "<!DOCTYPE html>\n" + main(parts) + data(data);
  }

  private static String main(String parts) {
    return "<main>\n" + parts + "</main>\n";
  }

  private static String data(String json) {
    return "<script type=\"application/json\" id=\"data\">" + json + "</script>\n";
  }

  private static String policy(String style, List<String> scripts, Use use) {
    String hashes = scripts.stream().map(PageParts::hash).collect(Collectors.joining(" "));
    List<String> rules =
        new ArrayList<>(
            List.of(
                "default-src 'none'",
                "script-src " + (hashes.isEmpty() ? "'none'" : hashes),
                "style-src " + hash(style),
                "base-uri 'none'",
                "form-action 'none'"));
    if (use == Use.LIVE) {
      rules.add("connect-src 'self'");
    }
    return String.join("; ", rules);
  }

  private static String hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /// Line ends are made those that a browser hashes: it reads CR LF as LF.
  private static String resource(String name) {
    try (InputStream stream = PageParts.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException broken) {
      throw new UncheckedIOException("the jar cannot be read: " + name, broken);
    }
  }
}
