package dev.kneeline.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The page's frame and what is the same in every page: style, scripts, the exploring view's
/// controls.
final class PageParts {

  private static final String D3 = "/META-INF/resources/webjars/d3/7.9.0/";

  private PageParts() {}

  static String d3() {
    return resource(D3 + "dist/d3.min.js");
  }

  static String d3Licence() {
    return resource(D3 + "LICENSE");
  }

  static String script() {
    return resource("page.js");
  }

  /// The controls and places that the script fills.
  static String explorer() {
    return """
    <div class="controls">
    <label>across <select id="x"></select></label>
    <label>up <select id="y"></select></label>
    <label>colour by <select id="colour"></select></label>
    <label class="grow">filter, such as max-concurrency&gt;=8 p99_ttft_ms&lt;200
    <input id="filter" type="search" spellcheck="false" autocomplete="off"></label>
    <button id="reset" type="button">Show all</button>
    </div>
    <p id="problem" class="error" role="alert"></p>
    <p id="count" class="soft" aria-live="polite"></p>
    <div class="explorer">
    <div><svg id="view" tabindex="0" role="img" aria-label="Configurations by two figures, with the frontier"></svg>
    <div id="legend" class="legend"></div></div>
    <div id="detail" class="detail"></div>
    </div>
    <p class="soft">The line is the frontier: no configuration is at least as good in both figures and better in one. Drag in the picture to select.</p>
    <div id="table" class="scroll" tabindex="-1"></div>
    <p id="more" class="soft"></p>
    """;
  }

  /// The whole document. Its policy lets nothing run but the scripts and the style whose hashes it
  /// names, and nothing load at all.
  static String frame(String title, String body, Optional<String> data, List<String> scripts) {
    String style = resource("page.css") + Svg.rules();
    StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");
    page.append("<meta charset=\"utf-8\">\n");
    page.append(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
            .formatted(policy(style, scripts)));
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.append("<title>").append(Markup.escape(title)).append("</title>\n");
    page.append("<style>").append(style).append("</style>\n</head>\n<body>\n<main>\n");
    page.append(body).append("</main>\n");
    data.ifPresent(json ->
        page.append("<script type=\"application/json\" id=\"data\">")
            .append(json)
            .append("</script>\n"));
    scripts.forEach(script -> page.append("<script>").append(script).append("</script>\n"));
    return page.append("</body>\n</html>\n").toString();
  }

  private static String policy(String style, List<String> scripts) {
    String hashes = scripts.stream().map(PageParts::hash).collect(Collectors.joining(" "));
    return Stream.of(
            "default-src 'none'",
            "script-src " + (hashes.isEmpty() ? "'none'" : hashes),
            "style-src " + hash(style),
            "base-uri 'none'",
            "form-action 'none'")
        .collect(Collectors.joining("; "));
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
