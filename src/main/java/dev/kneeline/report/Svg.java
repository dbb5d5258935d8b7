package dev.kneeline.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A chart as an SVG file that is the same bytes every time, scales, and needs no font of its own.
///
/// What the library writes differs from call to call in its ids, names a font few machines have,
/// and carries sixteen digits; here it is put right. Text from studies was escaped by the library,
/// so every `<` opens a tag.
public final class Svg {

  /// The bundled font first, then what other machines have that is as wide.
  static final String FONTS = "DejaVu Sans, Verdana, Geneva, sans-serif";

  /// White around the library's drawing, which goes up to its edges.
  private static final int MARGIN = 14;

  private static final String PAPER =
      "<rect class=\"paper\" x=\"%d\" y=\"%d\" width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>"
          .formatted(-MARGIN, -MARGIN);

  private static final String RULES =
      """
      .plot-title { fill: #20252b; font-size: 16px; font-weight: bold; }
      .plot-subtitle { fill: #4a525b; font-size: 12.5px; }
      .plot-caption { fill: #6a727b; font-size: 11px; }
      .axis-title-x, .axis-title-y { fill: #20252b; font-size: 13px; }
      .axis-text-x, .axis-text-y { fill: #4a525b; font-size: 12px; }
      .legend-title, .legend-item { fill: #20252b; font-size: 12px; }
      .facet-strip-text-x, .facet-strip-text-y { fill: #20252b; font-size: 12px; }
      """;

  private static final Pattern STYLE = Pattern.compile("(?s)<style.*?</style>\\s*");
  private static final Pattern TAG = Pattern.compile("<[^>]+>");
  private static final Pattern TEXT =
      Pattern.compile("(?s)(<text[^>]*>|<tspan[^>]*>)\\s*([^<]*?)\\s*(?=<)");
  private static final Pattern ID = Pattern.compile("id=\"(\\w+)\"|url\\(#(\\w+)\\)");
  private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d+");
  private static final Pattern BETWEEN_TAGS = Pattern.compile(">\\s+<");

  private Svg() {}

  /// The chart drawn, as a file of its own.
  public static String of(Chart chart) {
    return opening(chart) + "<style>\n" + RULES + "</style>\n" + drawing(chart, "") + "\n";
  }

  /// The chart drawn for the inside of a page that has the {@link #rules()} in its style, since a
  /// strict page runs no other.
  ///
  /// @param prefix of its ids, which must differ from every other picture's in the page
  static String inside(Chart chart, String prefix) {
    return opening(chart) + drawing(chart, prefix) + "\n";
  }

  /// The style of every chart, in the sizes with which the theme measures.
  static String rules() {
    return RULES;
  }

  private static String drawing(Chart chart, String prefix) {
    String raw = LetsPlot.draw(chart);
    String body = STYLE.matcher(raw.substring(raw.indexOf('>') + 1)).replaceFirst("");
    body = TEXT.matcher(body).replaceAll(match -> quote(match.group(1) + match.group(2)));
    body = BETWEEN_TAGS.matcher(body.strip()).replaceAll("><");
    body = TAG.matcher(body).replaceAll(match -> quote(shortNumbers(match.group())));
    return PAPER + renumbered(body, prefix + "c");
  }

  private static String opening(Chart chart) {
    int width = chart.size().width() + 2 * MARGIN;
    int height = chart.size().height() + 2 * MARGIN;
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\""
        + " width=\"%d\" height=\"%d\"".formatted(width, height)
        + " viewBox=\"%d %d %d %d\"".formatted(-MARGIN, -MARGIN, width, height)
        + " font-family=\"%s\">".formatted(FONTS)
        + "<title>%s</title>\n".formatted(Markup.escape(chart.words().title()));
  }

  /// Ids by order of appearance instead of the library's random ones.
  private static String renumbered(String body, String prefix) {
    Map<String, String> names = new LinkedHashMap<>();
    return ID.matcher(body)
        .replaceAll(match -> {
          boolean anchor = match.group(1) != null;
          String old = anchor ? match.group(1) : match.group(2);
          String name = names.computeIfAbsent(old, _ -> prefix + (names.size() + 1));
          return anchor ? "id=\"" + name + "\"" : "url(#" + name + ")";
        });
  }

  /// Two decimals are a hundredth of a pixel.
  private static String shortNumbers(String tag) {
    return LONG_NUMBER.matcher(tag).replaceAll(Svg::shortNumber);
  }

  private static String shortNumber(MatchResult number) {
    String text = String.format(Locale.ROOT, "%.2f", Double.parseDouble(number.group()));
    String bare = text.replaceFirst("\\.?0+$", "");
    return bare.equals("-0") ? "0" : bare;
  }

  private static String quote(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }
}
