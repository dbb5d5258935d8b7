package dev.kneeline.report;

import dev.kneeline.analysis.Average;
import dev.kneeline.analysis.Frontier;
import dev.kneeline.analysis.Row;
import dev.kneeline.report.Chart.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The frontier in a terminal: letters for its points, which the list below names, dots for the
/// rest.
public final class TerminalPlot {

  private static final int MARGIN = 11;
  private static final int LETTERS = 26;

  private final Frontier<Row> frontier;
  private final Axis x;
  private final Axis y;
  private final char[][] cells;

  private TerminalPlot(Frontier<Row> frontier, Axis x, Axis y, int columns, int lines) {
    this.frontier = frontier;
    this.x = x;
    this.y = y;
    this.cells = new char[lines][columns];
    for (char[] line : cells) {
      Arrays.fill(line, ' ');
    }
  }

  /// The plot of two metrics, a list of the frontier's points below; empty where no row has both.
  ///
  /// @param width columns of the terminal, at least 40 are used
  /// @param lines of the panel
  public static String of(List<Row> rows, String xKey, String yKey, int width, int lines) {
    List<Average> xs = new ArrayList<>();
    List<Average> ys = new ArrayList<>();
    for (Row row : rows) {
      Optional<Average> across = row.average(xKey);
      Optional<Average> up = row.average(yKey);
      if (across.isPresent() && up.isPresent()) {
        xs.add(across.get());
        ys.add(up.get());
      }
    }
    if (xs.isEmpty()) {
      return "";
    }
    TerminalPlot plot =
        new TerminalPlot(
            ParetoChart.frontier(rows, xKey, yKey),
            Axes.over(xKey, xs),
            Axes.over(yKey, ys),
            Math.max(40, width) - MARGIN - 1,
            lines);
    for (int i = 0; i < xs.size(); i++) {
      plot.put(xs.get(i).mean(), ys.get(i).mean(), '·');
    }
    return plot.text(xKey, yKey, width);
  }

  private String text(String xKey, String yKey, int width) {
    List<Frontier.Spot<Row>> leftFirst = frontier.points().reversed();
    for (int i = 0; i < leftFirst.size(); i++) {
      put(leftFirst.get(i).x(), leftFirst.get(i).y(), letter(i));
    }
    StringBuilder text = new StringBuilder(MetricText.axis(yKey)).append('\n');
    for (int line = 0; line < cells.length; line++) {
      text.append(TextWidth.right(tickAt(line), MARGIN - 1)).append(" │");
      text.append(new String(cells[line]).stripTrailing()).append('\n');
    }
    text.append(" ".repeat(MARGIN)).append('└').append("─".repeat(cells[0].length)).append('\n');
    text.append(ticksBelow()).append('\n');
    text.append(TextWidth.right(MetricText.axis(xKey), MARGIN + 1 + cells[0].length)).append('\n');
    Optional<Row> knee = frontier.knee().map(Frontier.Spot::thing);
    for (int i = 0; i < leftFirst.size(); i++) {
      Row row = leftFirst.get(i).thing();
      String mark = knee.equals(Optional.of(row)) ? " (knee)" : "";
      String line =
          "  %c  %s  %s, %s%s"
              .formatted(
                  letter(i),
                  TextWidth.printable(row.point().label()),
                  MetricText.quantity(xKey, leftFirst.get(i).x()),
                  MetricText.quantity(yKey, leftFirst.get(i).y()),
                  mark);
      text.append(TextWidth.cut(line, Math.max(40, width))).append('\n');
    }
    return text.toString();
  }

  /// Beyond the alphabet every point is a `*`.
  private static char letter(int place) {
    return place < LETTERS ? (char) ('A' + place) : '*';
  }

  private void put(double atX, double atY, char mark) {
    cells[line(atY)][column(atX)] = mark;
  }

  private int column(double value) {
    return Math.clamp(Math.round(x.share(value) * (cells[0].length - 1)), 0, cells[0].length - 1);
  }

  private int line(double value) {
    return Math.clamp(Math.round((1 - y.share(value)) * (cells.length - 1)), 0, cells.length - 1);
  }

  private String tickAt(int line) {
    return Ticks.of(y).stream()
        .filter(tick -> line(tick) == line)
        .findFirst()
        .map(NumberText::tick)
        .orElse("");
  }

  private String ticksBelow() {
    StringBuilder below = new StringBuilder(" ".repeat(MARGIN + 1 + cells[0].length));
    int free = 0;
    for (double tick : Ticks.of(x)) {
      String number = NumberText.tick(tick);
      int start = MARGIN + 1 + column(tick) - number.length() / 2;
      if (start >= free && start + number.length() <= below.length()) {
        below.replace(start, start + number.length(), number);
        free = start + number.length() + 2;
      }
    }
    return below.toString().lines().map(String::stripTrailing).collect(Collectors.joining());
  }
}
