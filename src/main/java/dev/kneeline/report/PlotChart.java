package dev.kneeline.report;

import dev.kneeline.analysis.Average;
import dev.kneeline.analysis.Groups;
import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Metrics;
import dev.kneeline.report.Chart.Axis;
import dev.kneeline.report.Chart.Facets;
import dev.kneeline.report.Chart.Ink;
import dev.kneeline.report.Chart.Line;
import dev.kneeline.report.Chart.Mark;
import dev.kneeline.report.Chart.Panel;
import dev.kneeline.report.Chart.Size;
import dev.kneeline.report.Chart.Spot;
import dev.kneeline.report.Chart.Words;
import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// A metric over a parameter or another metric: a curve for each configuration of the rest,
/// coloured by some parameters, in panels by others, with bands for the spread of repeated runs.
public final class PlotChart {

  private static final int PANEL_WIDTH = 400;
  private static final int PANEL_HEIGHT = 250;

  /// Below this a panel holds no curve that can be read.
  private static final int LOWEST = 150;

  private static final int MOST_COLOURS = 24;

  private final PlotSpec spec;
  private final List<Row> rows;
  private final Panels panels;
  private final List<String> colours;
  private final List<String> rest;

  /// The parameter along which curves go: x itself, or under a measured x the load's, since latency
  /// may turn back in what it is drawn over.
  private final String walked;

  private PlotChart(PlotSpec spec, List<Row> rows) {
    this.spec = spec;
    this.rows = rows;
    this.panels = Panels.of(spec, rows);
    boolean measured = Metrics.find(spec.x()).isPresent();
    this.walked = measured ? usualX(rows).orElse(spec.x()) : spec.x();
    List<String> varying = new ArrayList<>(Groups.telling(rows));
    varying.removeIf(name -> names(walked, name));
    varying.removeIf(name -> panels.uses(name));
    varying.removeIf(this::movesAlong);
    this.rest = List.copyOf(varying);
    this.colours = spec.split().curves().isEmpty() ? colours(rest, rows) : spec.split().curves();
  }

  /// Whether a parameter of the load is a function of the one that curves walk along, as a count of
  /// prompts is that grows with the concurrency: such a one does not make another curve.
  private boolean movesAlong(String name) {
    Map<Value, Value> moved = new HashMap<>();
    return name.startsWith("load.")
        && rows.stream()
            .allMatch(row -> {
              Value value = row.value(name);
              return value.equals(moved.computeIfAbsent(row.value(walked), _ -> value));
            });
  }

  /// The chart of some rows; one that lacks x or y is counted in the caption.
  ///
  /// @param title what was measured, such as the study's name
  /// @return empty where no row has both
  public static Optional<Chart> of(String title, List<Row> rows, PlotSpec spec) {
    List<Row> placed =
        rows.stream()
            .filter(row -> x(row, spec).isPresent() && row.average(spec.y()).isPresent())
            .toList();
    return placed.isEmpty()
        ? Optional.empty()
        : Optional.of(new PlotChart(spec, placed).chart(title, rows.size() - placed.size()));
  }

  /// One chart for each combination of some parameters' values; the key says which, such as `tp=4`.
  public static Map<String, Chart> figures(
      String title, List<Row> rows, PlotSpec spec, List<String> figureBy) {
    Map<String, Chart> figures = new LinkedHashMap<>();
    Groups.by(rows, figureBy)
        .forEach((values, group) -> {
          String which = Panels.strip(figureBy, values, "=");
          String heading = which.isEmpty() ? title : title + ", " + which;
          of(heading, group, spec).ifPresent(chart -> figures.put(which, chart));
        });
    return figures;
  }

  /// The parameter that one walks along by habit: the first of the load's that varies in numbers,
  /// else of any. A rate without a limit counts as a number, though it has no place on an axis.
  public static Optional<String> usualX(List<Row> rows) {
    List<String> numeric =
        Groups.varying(rows).stream()
            .filter(name -> rows.stream().allMatch(row -> isNumber(row.value(name))))
            .toList();
    return numeric.stream()
        .filter(name -> name.startsWith("load."))
        .findFirst()
        .or(() -> numeric.stream().findFirst());
  }

  /// How many curves a plot over a parameter has: the combinations of what else varies.
  static int curves(List<Row> rows, String x) {
    List<String> others = new ArrayList<>(Groups.telling(rows));
    others.removeIf(name -> names(x, name));
    return Groups.by(rows, others).size();
  }

  private Chart chart(String title, int left) {
    List<String> levels = rows.stream().map(row -> Series.label(row, colours)).distinct().toList();
    Chart.Colours legend =
        colours.isEmpty() ? Chart.Colours.NONE : new Chart.Colours(Series.title(colours), levels);
    List<Curve> curves = curves();
    Axis up = axisY(curves);
    List<Mark> marks = new ArrayList<>();
    for (Curve curve : spec.look().bands() ? curves : List.<Curve>of()) {
      curve.band(up).ifPresent(band -> marks.add(new Mark.Band(band, ink(curve, 0, 0.16))));
    }
    for (Curve curve : curves) {
      marks.add(new Mark.Path(curve.spots(), ink(curve, 1, 0.9)));
    }
    for (Curve curve : curves) {
      marks.add(new Mark.Dots(curve.spots(), ink(curve, 2.6, 1)));
    }
    String heading = "%s: %s over %s".formatted(title, MetricText.words(spec.y()), title(spec.x()));
    return new Chart(
        new Words(heading, subtitle(curves), caption(curves, left)),
        axisX(curves),
        up,
        legend,
        panels.facets(),
        marks,
        size(legend));
  }

  private Ink ink(Curve curve, double size, double opacity) {
    return new Ink(colours.isEmpty() ? Palette.of(1).getFirst() : curve.level(), size, opacity);
  }

  private Size size(Chart.Colours legend) {
    int width = 110 + PANEL_WIDTH * Math.max(2, panels.facets().columns().size());
    int rows = Math.max(panels.facets().rows().size(), 1);
    int usual = rows == 1 ? PANEL_HEIGHT * 3 / 2 : PANEL_HEIGHT * rows;
    int asked = (int) spec.look().height().orElse(usual);
    int height = 175 + Math.max(asked, LOWEST * rows);
    return new Size(width, height + LetsPlot.moreLegendHeight(legend));
  }

  private String subtitle(List<Curve> curves) {
    long most = rows.stream().mapToLong(row -> row.counted().size()).max().orElse(0);
    String spread =
        most < 2
            ? "one run each, so no bands"
            : spec.look().bands() ? "means, bands: 95 % interval" : "means";
    boolean pooled = curves.stream().anyMatch(Curve::pooled);
    return MetricText.origin(rows)
        + "%d configurations; ".formatted(rows.size())
        + (pooled ? "means over several configurations, bands: smallest to largest" : spread);
  }

  private String caption(List<Curve> curves, int left) {
    List<String> caption = new ArrayList<>();
    List<String> uncoloured = rest.stream().filter(name -> !named(colours, name)).toList();
    if (!uncoloured.isEmpty() && curves.stream().noneMatch(Curve::pooled)) {
      caption.add("curves of one colour differ in " + Series.title(uncoloured));
    }
    if (left > 0) {
      caption.add("%d without both values left out".formatted(left));
    }
    caption.addAll(spec.look().notes());
    return String.join("; ", caption);
  }

  /// Rows of one configuration but for x, in one panel, in the order in which the load was raised.
  private List<Curve> curves() {
    Map<List<Object>, List<Row>> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      List<Object> key = new ArrayList<>(rest.stream().map(name -> binned(row, name)).toList());
      key.add(panels.of(row));
      key.add(Series.label(row, colours));
      groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
    }
    return groups.values().stream().map(this::curve).toList();
  }

  private Curve curve(List<Row> group) {
    Map<Double, List<Row>> byX = new LinkedHashMap<>();
    group.stream()
        .sorted(Comparator.comparingDouble(this::along))
        .forEach(row ->
            byX.computeIfAbsent(x(row, spec).orElseThrow(), _ -> new ArrayList<>()).add(row));
    List<Place> places = byX.entrySet().stream().map(e -> place(e.getKey(), e.getValue())).toList();
    Panel panel = panels.of(group.getFirst());
    return new Curve(Series.label(group.getFirst(), colours), panel, places);
  }

  private Place place(double x, List<Row> at) {
    List<Average> averages = at.stream().map(row -> row.average(spec.y()).orElseThrow()).toList();
    if (averages.size() == 1) {
      Average only = averages.getFirst();
      return new Place(x, only.mean(), only.low(), only.high(), false);
    }
    double[] means = averages.stream().mapToDouble(Average::mean).toArray();
    return new Place(
        x,
        DoubleStream.of(means).average().orElseThrow(),
        DoubleStream.of(means).min().orElseThrow(),
        DoubleStream.of(means).max().orElseThrow(),
        true);
  }

  private double along(Row row) {
    return number(row.value(walked)).orElseGet(() -> x(row, spec).orElseThrow());
  }

  private Axis axisX(List<Curve> curves) {
    double[] all = curves.stream().flatMapToDouble(Curve::xs).toArray();
    return Axes.along(words(spec.x()), all, spec.scales().x(), Metrics.find(spec.x()).isEmpty());
  }

  private Axis axisY(List<Curve> curves) {
    double[] all = curves.stream().flatMapToDouble(Curve::ys).toArray();
    return Axes.along(MetricText.axis(spec.y()), all, spec.scales().y(), false);
  }

  private Object binned(Row row, String name) {
    Value value = row.value(name);
    Double size = spec.bins().get(name);
    OptionalDouble number = number(value);
    return size == null || number.isEmpty()
        ? value
        : Math.floor(number.getAsDouble() / size) * size;
  }

  private static OptionalDouble x(Row row, PlotSpec spec) {
    OptionalDouble value = number(row.value(spec.x()));
    if (value.isEmpty()) {
      value =
          row.average(spec.x())
              .map(average -> OptionalDouble.of(average.mean()))
              .orElse(OptionalDouble.empty());
    }
    Double size = spec.bins().get(spec.x());
    return size == null || value.isEmpty()
        ? value
        : OptionalDouble.of(Math.floor(value.getAsDouble() / size) * size);
  }

  static OptionalDouble number(Value value) {
    return switch (value) {
      case Value.Whole whole -> OptionalDouble.of(whole.number());
      case Value.Real real -> OptionalDouble.of(real.number().doubleValue());
      case Value.Text text -> OptionalDouble.empty();
      case Value.Flag flag -> OptionalDouble.empty();
      case Value.Items items -> OptionalDouble.empty();
      case Value.Entries entries -> OptionalDouble.empty();
      case Value.Unset unset -> OptionalDouble.empty();
    };
  }

  private static boolean isNumber(Value value) {
    return number(value).isPresent() || value.equals(Value.of("inf"));
  }

  /// Everything that varies, as far as colours go; else the first parameter whose values are few.
  private static List<String> colours(List<String> rest, List<Row> rows) {
    return Stream.concat(Stream.of(rest), rest.stream().map(List::of))
        .filter(names -> Groups.by(rows, names).size() <= MOST_COLOURS)
        .findFirst()
        .orElse(List.of());
  }

  private static String words(String name) {
    return Metrics.find(name).isPresent() ? MetricText.axis(name) : title(name);
  }

  private static String title(String name) {
    return Metrics.find(name).isPresent() ? MetricText.words(name) : Names.brief(Names.key(name));
  }

  private static boolean names(String asked, String name) {
    String key = Names.key(asked);
    return name.equals(key) || Names.brief(name).equals(key);
  }

  private static boolean named(List<String> asked, String name) {
    return asked.stream().anyMatch(each -> names(each, name));
  }

  /// One x of a curve.
  private record Place(double x, double y, double low, double high, boolean pooled) {}

  private record Curve(String level, Panel panel, List<Place> places) {

    List<Spot> spots() {
      return places.stream().map(place -> new Spot(place.x(), place.y(), panel)).toList();
    }

    /// The spread, cut at the ends of the axis: of two runs it may reach below zero.
    Optional<List<Line>> band(Axis up) {
      boolean wide = places.stream().anyMatch(place -> place.high() > place.low());
      return wide && places.size() > 1
          ? Optional.of(
              places.stream()
                  .map(place ->
                      new Line(
                          place.x(),
                          Math.max(place.low(), up.low()),
                          place.x(),
                          Math.min(place.high(), up.high()),
                          panel))
                  .toList())
          : Optional.empty();
    }

    boolean pooled() {
      return places.stream().anyMatch(Place::pooled);
    }

    DoubleStream xs() {
      return places.stream().mapToDouble(Place::x);
    }

    /// What the axis has to hold: a wild interval must not press everything else flat.
    DoubleStream ys() {
      return places.stream()
          .flatMapToDouble(p -> {
            double reach = Math.abs(p.y()) / 4;
            return DoubleStream.of(
                p.y(), Math.min(p.high(), p.y() + reach), Math.max(p.low(), p.y() - reach));
          });
    }
  }

  /// Which panel a row is in.
  private record Panels(List<String> rowsBy, List<String> columnsBy, Facets facets) {

    static Panels of(PlotSpec spec, List<Row> rows) {
      return new Panels(
          spec.split().rows(),
          spec.split().columns(),
          new Facets(strips(spec.split().rows(), rows), strips(spec.split().columns(), rows)));
    }

    Panel of(Row row) {
      return new Panel(strip(rowsBy, row), strip(columnsBy, row));
    }

    boolean uses(String name) {
      return named(rowsBy, name) || named(columnsBy, name);
    }

    private static List<String> strips(List<String> by, List<Row> rows) {
      return by.isEmpty()
          ? List.of()
          : rows.stream()
              .sorted(Comparator.comparingDouble(row -> number(row.value(by.getFirst())).orElse(0)))
              .map(row -> strip(by, row))
              .distinct()
              .toList();
    }

    private static String strip(List<String> by, Row row) {
      List<String> names = by.stream().map(Names::key).toList();
      return strip(names, by.stream().map(row::value).toList(), " ");
    }

    static String strip(List<String> by, List<Value> values, String joint) {
      return java.util.stream.IntStream.range(0, by.size())
          .mapToObj(i -> Names.brief(by.get(i)) + joint + Series.spelling(values.get(i)))
          .collect(Collectors.joining(", "));
    }
  }
}
