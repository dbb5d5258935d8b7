package dev.kneeline.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.StringJoiner;

/// Small curves of what servers used, a line for each server and a column for each thing looked at.
/// Curves of one column share their scale, from 0 to the largest value of any, so that they can be
/// held against each other.
final class MachinePart {

  private static final int WIDTH = 132;
  private static final int HEIGHT = 34;

  private MachinePart() {}

  static Html of(List<MachineSeries> servers) {
    Html html = new Html();
    SequencedMap<String, Double> largest = MachineSeries.largest(servers);
    if (largest.isEmpty()) {
      return html;
    }
    html.markup("<div class=\"scroll\" tabindex=\"0\"><table class=\"machine\"><thead><tr>");
    html.markup("<th scope=\"col\">server</th><th scope=\"col\">ran</th>");
    largest.keySet().forEach(name -> html.markup("<th scope=\"col\">" + escape(name) + "</th>"));
    html.markup("</tr></thead><tbody>");
    for (MachineSeries server : servers) {
      html.markup("<tr><td class=\"words\">" + escape(server.server()) + "</td>");
      html.markup("<td class=\"number\">" + DurationText.of(server.seconds()) + "</td>");
      largest.forEach((name, most) -> {
        double[] values = server.series().get(name);
        html.markup(values == null ? "<td>-</td>" : cell(name, values, most));
      });
      html.markup("</tr>");
    }
    return html.markup("</tbody></table></div>\n")
        .paragraph(
            "soft",
            "Each curve is one server's life from its start to its end; the number is its peak. "
                + "Curves of a column share one scale, which begins at 0.");
  }

  private static String cell(String name, double[] values, double most) {
    double peak = Arrays.stream(values).filter(Double::isFinite).max().orElseThrow();
    String shown = NumberText.threeDigits(peak);
    return "<td class=\"spark\"><svg viewBox=\"0 0 %d %d\" role=\"img\"".formatted(WIDTH, HEIGHT)
        + " aria-label=\"%s, peak %s\">".formatted(escape(name), shown)
        + "<path d=\"%s\"/></svg> %s</td>".formatted(path(values, most), shown);
  }

  /// A line through what was seen, which breaks where nothing was.
  private static String path(double[] values, double most) {
    StringJoiner path = new StringJoiner(" ");
    boolean down = false;
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i])) {
        double x = values.length == 1 ? 0 : (WIDTH - 2.0) * i / (values.length - 1) + 1;
        double y = HEIGHT - 1 - (HEIGHT - 2.0) * (most > 0 ? values[i] / most : 0);
        path.add(String.format(Locale.ROOT, "%s%.1f %.1f", down ? "L" : "M", x, y));
        if (values.length == 1) {
          path.add("H" + WIDTH);
        }
      }
      down = Double.isFinite(values[i]);
    }
    return path.toString();
  }

  private static String escape(String text) {
    return Markup.escape(text);
  }
}
