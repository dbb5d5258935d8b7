package dev.kneeline.report;

import dev.kneeline.analysis.Average;
import dev.kneeline.analysis.Frontier;
import dev.kneeline.analysis.Groups;
import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Direction;
import dev.kneeline.metric.Metric;
import dev.kneeline.metric.Metrics;
import dev.kneeline.report.Chart.Axis;
import dev.kneeline.report.Chart.Ink;
import dev.kneeline.report.Chart.Line;
import dev.kneeline.report.Chart.Mark;
import dev.kneeline.report.Chart.Note;
import dev.kneeline.report.Chart.Panel;
import dev.kneeline.report.Chart.Size;
import dev.kneeline.report.Chart.Spot;
import dev.kneeline.report.Chart.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The picture of a trade-off: every configuration at its means, the frontier through those that
/// nothing beats, error bars, and the knee.
public final class ParetoChart {

  private static final Size SIZE = new Size(960, 600);

  /// The panel's share of the picture, near enough to place labels by.
  private static final double PANEL_WIDTH = SIZE.width() - 105;

  private static final double PANEL_HEIGHT = SIZE.height() - 175;

  /// From this number of configurations on the dominated ones lose their error bars, which would
  /// cover everything.
  private static final int CROWD = 300;

  private final String title;
  private final List<Row> rows;
  private final Frontier<Row> frontier;
  private final Series series;
  private final List<String> named;
  private final Axis x;
  private final Axis y;
  private final ParetoSpec spec;
  private final String xKey;
  private final String yKey;

  private ParetoChart(String title, List<Row> rows, ParetoSpec spec) {
    this.title = title;
    this.spec = spec;
    this.xKey = spec.x();
    this.yKey = spec.y();
    this.rows = rows;
    this.frontier = frontier(rows, xKey, yKey);
    this.series = Series.of(rows);
    List<Row> best = frontier.points().stream().map(Frontier.Spot::thing).toList();
    this.named =
        spec.labels().isEmpty()
            ? Groups.telling(best).stream().filter(each -> !series.names().contains(each)).toList()
            : spec.labels();
    this.x = Axes.over(xKey, averages(xKey));
    this.y = Axes.over(yKey, averages(yKey));
  }

  /// The metric on the upright axis where nobody chose one: tokens of a GPU, or plain throughput
  /// where the server's GPUs are unknown. The level one is `interactivity`.
  public static String usualY(List<Row> rows) {
    boolean perGpu = rows.stream().anyMatch(row -> has(row, "total_tokens_per_gpu"));
    return perGpu ? "total_tokens_per_gpu" : "output_throughput";
  }

  /// The chart of two metrics over some rows; a row that lacks one of them cannot be placed and is
  /// counted in the caption.
  ///
  /// @param title what was measured, such as the study's name
  /// @return empty where no row has both metrics
  public static Optional<Chart> of(String title, List<Row> rows, ParetoSpec spec) {
    List<Row> placed =
        rows.stream().filter(row -> has(row, spec.x()) && has(row, spec.y())).toList();
    return placed.isEmpty()
        ? Optional.empty()
        : Optional.of(new ParetoChart(title, placed, spec).chart(rows.size()));
  }

  /// The frontier of the rows that have both metrics, over their means, each axis by its better
  /// side.
  public static Frontier<Row> frontier(List<Row> rows, String xKey, String yKey) {
    List<Frontier.Spot<Row>> spots = new ArrayList<>();
    for (Row row : rows) {
      Optional<Average> x = row.average(xKey);
      Optional<Average> y = row.average(yKey);
      if (x.isPresent() && y.isPresent()) {
        spots.add(new Frontier.Spot<>(row, x.get().mean(), y.get().mean()));
      }
    }
    return Frontier.of(spots, new Frontier.Axes(better(xKey), better(yKey)));
  }

  private static boolean has(Row row, String key) {
    return row.average(key).isPresent();
  }

  private static Direction better(String key) {
    return Metrics.find(key).map(Metric::direction).orElse(Direction.HIGHER);
  }

  private Chart chart(int asked) {
    List<Mark> marks = new ArrayList<>();
    Set<Row> best = Collections.newSetFromMap(new IdentityHashMap<>());
    frontier.points().forEach(spot -> best.add(spot.thing()));
    List<Line> bars = bars(row -> best.contains(row));
    if (rows.size() <= CROWD) {
      List<Line> faint = bars(row -> !best.contains(row));
      marks.add(new Mark.Lines(faint, new Ink(Palette.FAINT, 0.6, 0.3)));
    }
    marks.add(new Mark.Lines(bars, new Ink(Palette.FAINT, 0.7, 0.9)));
    List<Spot> corners = corners();
    marks.add(new Mark.Path(corners, new Ink(Palette.INK, 0.9, 0.9)));
    for (boolean onFrontier : List.of(false, true)) {
      for (String level : series.levels()) {
        List<Spot> spots = spots(row -> best.contains(row) == onFrontier, level);
        if (!spots.isEmpty()) {
          Ink ink = new Ink(series.colour(level), onFrontier ? 5 : 3.2, onFrontier ? 1 : 0.35);
          marks.add(new Mark.Dots(onFrontier ? spots : thinned(spots), ink));
        }
      }
    }
    frontier.knee().ifPresent(knee -> marks.add(ring(knee)));
    List<Line> lines = new ArrayList<>(bars);
    for (int i = 1; i < corners.size(); i++) {
      Spot from = corners.get(i - 1);
      lines.add(bar(from.x(), from.y(), corners.get(i).x(), corners.get(i).y()));
    }
    int left = labels(marks, lines);
    return new Chart(words(asked, left), x, y, series.colours(), Chart.Facets.NONE, marks, size());
  }

  private List<Spot> spots(Predicate<Row> which, String level) {
    return rows.stream()
        .filter(which)
        .filter(row -> series.level(row).equals(level))
        .map(this::spot)
        .toList();
  }

  /// One spot for each two pixels each way in a crowd: more would only make the file larger.
  private List<Spot> thinned(List<Spot> spots) {
    if (rows.size() <= CROWD) {
      return spots;
    }
    Set<List<Long>> taken = new HashSet<>();
    return spots.stream()
        .filter(
            spot -> taken.add(List.of(Math.round(pixelX(spot) / 2), Math.round(pixelY(spot) / 2))))
        .toList();
  }

  /// A legend of several lines makes the picture higher and leaves the panel as it is.
  private Size size() {
    return new Size(SIZE.width(), SIZE.height() + LetsPlot.moreLegendHeight(series.colours()));
  }

  private Words words(int asked, int unlabelled) {
    long runs = rows.stream().mapToLong(row -> row.counted().size()).min().orElse(0);
    long most = rows.stream().mapToLong(row -> row.counted().size()).max().orElse(0);
    String repeats =
        most < 2
            ? "one run each, so no error bars"
            : "means of %s runs, bars: 95 %% interval"
                .formatted(runs == most ? Long.toString(runs) : runs + " to " + most);
    String subtitle =
        "%s%d of %d configurations on the frontier; %s"
            .formatted(MetricText.origin(rows), frontier.points().size(), rows.size(), repeats);
    String heading =
        "%s: %s against %s".formatted(title, MetricText.words(yKey), MetricText.words(xKey));
    return new Words(heading, subtitle, caption(asked, unlabelled));
  }

  private String caption(int asked, int unlabelled) {
    List<String> caption = new ArrayList<>();
    if (!named.isEmpty()) {
      caption.add("labels: " + Series.title(named));
    }
    if (asked > rows.size()) {
      caption.add("%d without both figures left out".formatted(asked - rows.size()));
    }
    if (unlabelled > 0) {
      caption.add("%d labels left out for space".formatted(unlabelled));
    }
    caption.addAll(spec.notes());
    return String.join("; ", caption);
  }

  /// A level and an upright error bar for each row of several runs, cut off where the panel ends.
  private List<Line> bars(Predicate<Row> which) {
    List<Line> bars = new ArrayList<>();
    for (Row row : rows) {
      Average across = row.average(xKey).orElseThrow();
      Average up = row.average(yKey).orElseThrow();
      if (which.test(row) && across.runs() > 1) {
        bars.add(bar(x.clip(across.low()), up.mean(), x.clip(across.high()), up.mean()));
        bars.add(bar(across.mean(), y.clip(up.low()), across.mean(), y.clip(up.high())));
      }
    }
    return bars;
  }

  private static Line bar(double x1, double y1, double x2, double y2) {
    return new Line(x1, y1, x2, y2, Panel.ONLY);
  }

  /// The frontier as the edge of what can be had: from the best x on, the next point's y holds.
  private List<Spot> corners() {
    List<Spot> corners = new ArrayList<>();
    for (Frontier.Spot<Row> spot : frontier.points()) {
      if (!corners.isEmpty()) {
        corners.add(new Spot(spot.x(), corners.getLast().y(), Panel.ONLY));
      }
      corners.add(new Spot(spot.x(), spot.y(), Panel.ONLY));
    }
    return corners;
  }

  private Mark ring(Frontier.Spot<Row> knee) {
    Spot spot = new Spot(knee.x(), knee.y(), Panel.ONLY);
    return new Mark.Rings(List.of(spot), new Ink(Palette.ACCENT, 9, 1));
  }

  /// Labels of the frontier's points, what varies among them and is not in the legend.
  ///
  /// @return how many found no place
  private int labels(List<Mark> marks, List<Line> lines) {
    LabelPlacer placer = new LabelPlacer(PANEL_WIDTH, PANEL_HEIGHT, preferred());
    rows.forEach(row -> placer.avoid(pixelX(spot(row)), pixelY(spot(row))));
    for (Line line : lines) {
      placer.avoidLine(
          x.share(line.x1()) * PANEL_WIDTH,
          (1 - y.share(line.y1())) * PANEL_HEIGHT,
          x.share(line.x2()) * PANEL_WIDTH,
          (1 - y.share(line.y2())) * PANEL_HEIGHT);
    }
    Optional<Row> knee = frontier.knee().map(Frontier.Spot::thing);
    // The knee's label takes its place first: of all it must not be the one without room.
    List<Row> best = new ArrayList<>(knee.stream().toList());
    frontier.points().stream()
        .map(Frontier.Spot::thing)
        .filter(row -> !knee.equals(Optional.of(row)))
        .forEach(best::add);
    List<Note> notes = new ArrayList<>();
    List<Line> leaders = new ArrayList<>();
    int left = 0;
    for (Row row : best) {
      String text = Series.label(row, named) + (knee.equals(Optional.of(row)) ? " knee" : "");
      Spot spot = spot(row);
      Optional<LabelPlacer.Placed> placed = placer.place(pixelX(spot), pixelY(spot), text.strip());
      placed.ifPresent(place -> note(place, spot, text.strip(), notes, leaders));
      left += placed.isEmpty() ? 1 : 0;
    }
    marks.add(new Mark.Lines(leaders, new Ink(Palette.FAINT, 0.5, 0.8)));
    marks.add(new Mark.Notes(notes, new Ink(Palette.INK, 5, 1)));
    return left;
  }

  private void note(
      LabelPlacer.Placed placed, Spot spot, String text, List<Note> notes, List<Line> leaders) {
    double noteX = x.value(placed.x() / PANEL_WIDTH);
    double noteY = y.value(1 - placed.y() / PANEL_HEIGHT);
    notes.add(new Note(noteX, noteY, text, 0));
    if (placed.distance() > 12) {
      leaders.add(bar(spot.x(), spot.y(), noteX, noteY));
    }
  }

  /// Where a frontier has nothing: up and right when more of both is better.
  private double preferred() {
    double right = better(xKey) == Direction.LOWER ? -1 : 1;
    double up = better(yKey) == Direction.LOWER ? -1 : 1;
    return Math.atan2(-up, right);
  }

  private double pixelX(Spot spot) {
    return x.share(spot.x()) * PANEL_WIDTH;
  }

  private double pixelY(Spot spot) {
    return (1 - y.share(spot.y())) * PANEL_HEIGHT;
  }

  private Spot spot(Row row) {
    return new Spot(
        row.average(xKey).orElseThrow().mean(), row.average(yKey).orElseThrow().mean(), Panel.ONLY);
  }

  private List<Average> averages(String key) {
    return rows.stream().flatMap(row -> row.average(key).stream()).toList();
  }
}
