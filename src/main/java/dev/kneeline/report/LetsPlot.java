package dev.kneeline.report;

import dev.kneeline.report.Chart.Axis;
import dev.kneeline.report.Chart.Ink;
import dev.kneeline.report.Chart.Line;
import dev.kneeline.report.Chart.Mark;
import dev.kneeline.report.Chart.Note;
import dev.kneeline.report.Chart.Panel;
import dev.kneeline.report.Chart.Scale;
import dev.kneeline.report.Chart.Spot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jetbrains.letsPlot.commons.encoding.UnsupportedRGBEncoder;
import org.jetbrains.letsPlot.commons.geometry.DoubleVector;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;

/// Draws a chart with lets-plot, the one class that knows the library: chart in, its raw SVG out.
///
/// The library takes a specification of maps and lists and may write into it, so they are mutable.
final class LetsPlot {

  private static final String ROW = "row";
  private static final String COLUMN = "column";

  /// Letters that a line of the legend holds.
  private static final int LEGEND_LETTERS = 115;

  /// The room of a level's coloured spot.
  private static final int KEY_LETTERS = 5;

  /// Where the library breaks a level's name.
  private static final int LONGEST_LEVEL = 30;

  private static final int LEGEND_LINE = 24;

  private LetsPlot() {}

  /// The chart as SVG, as the library writes it: with ids that differ from call to call.
  static String draw(Chart chart) {
    DoubleVector size = new DoubleVector(chart.size().width(), chart.size().height());
    return PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(
        specification(chart), size, new UnsupportedRGBEncoder(), false);
  }

  private static Map<String, Object> specification(Chart chart) {
    Map<String, Object> plot = map("kind", "plot");
    plot.put("ggtitle", map("text", chart.words().title(), "subtitle", chart.words().subtitle()));
    String caption = caption(chart);
    if (!caption.isEmpty()) {
      plot.put("caption", map("text", caption));
    }
    plot.put("scales", scales(chart));
    plot.put("theme", theme(chart));
    Optional<Mark> keyed =
        chart.marks().stream()
            .filter(mark -> chart.colours().levels().contains(mark.ink().colour()))
            .reduce((lower, upper) -> upper);
    List<Object> layers = new ArrayList<>();
    for (Mark mark : chart.marks()) {
      Map<String, Object> layer = layer(mark, chart);
      // The library draws each key once for every layer that is in the legend, one over the other.
      layer.put("show_legend", Optional.of(mark).equals(keyed));
      layers.add(layer);
    }
    plot.put("layers", layers);
    if (!chart.facets().equals(Chart.Facets.NONE)) {
      plot.put("facet", facet(chart.facets()));
    }
    return plot;
  }

  private static List<Object> scales(Chart chart) {
    List<Object> scales = new ArrayList<>();
    scales.add(scale("x", chart.x()));
    scales.add(scale("y", chart.y()));
    if (!chart.colours().levels().isEmpty()) {
      Object legend = map("name", "legend", "ncol", legendColumns(chart.colours()));
      scales.add(colours("color", chart.colours(), legend));
      scales.add(colours("fill", chart.colours(), "none"));
    }
    return scales;
  }

  /// Beside a legend of several lines its name would take half the width, so it goes below.
  private static String caption(Chart chart) {
    String caption = chart.words().caption();
    return moreLegendHeight(chart.colours()) == 0
        ? caption
        : "colours: " + chart.colours().name() + (caption.isEmpty() ? "" : "; " + caption);
  }

  private static Map<String, Object> colours(
      String aesthetic, Chart.Colours colours, Object guide) {
    return map(
        "aesthetic",
        aesthetic,
        "discrete",
        true,
        "name",
        moreLegendHeight(colours) == 0 ? colours.name() : "",
        "limits",
        new ArrayList<Object>(colours.levels()),
        "values",
        new ArrayList<Object>(Palette.of(colours.levels().size())),
        "guide",
        guide);
  }

  /// How much higher a picture is for the lines of its legend after the first.
  static int moreLegendHeight(Chart.Colours colours) {
    int levels = colours.levels().size();
    return LEGEND_LINE * (Math.ceilDiv(levels, legendColumns(colours)) - Math.min(levels, 1));
  }

  /// All in one line beside the name if they fit, else as many as fit a line of their own.
  private static int legendColumns(Chart.Colours colours) {
    int longest = colours.levels().stream().mapToInt(String::length).max().orElse(0);
    int fitting = LEGEND_LETTERS / (Math.min(longest, LONGEST_LEVEL) + KEY_LETTERS);
    int all = colours.levels().stream().mapToInt(level -> level.length() + KEY_LETTERS).sum();
    return Math.max(
        1, all + colours.name().length() <= LEGEND_LETTERS ? colours.levels().size() : fitting);
  }

  /// Ticks, their words and the ends are ours: the library's own show 0 for 0.0 and no powers of
  /// two.
  private static Map<String, Object> scale(String aesthetic, Axis axis) {
    List<Double> ticks = Ticks.of(axis);
    Map<String, Object> scale =
        map(
            "aesthetic", aesthetic,
            "name", axis.name(),
            "breaks", new ArrayList<Object>(ticks),
            "labels", new ArrayList<Object>(ticks.stream().map(NumberText::tick).toList()),
            "limits", new ArrayList<Object>(List.of(axis.low(), axis.high())),
            "expand", new ArrayList<Object>(List.of(0.0, 0.0)));
    if (axis.scale() != Scale.LINEAR) {
      scale.put("trans", axis.scale() == Scale.LOG2 ? "log2" : "log10");
    }
    return scale;
  }

  private static Map<String, Object> theme(Chart chart) {
    Map<String, Object> theme = map("name", "light");
    theme.put("legend_position", chart.colours().levels().isEmpty() ? "none" : "bottom");
    theme.put("plot_title", map("color", Palette.INK, "size", 16.0, "face", "bold"));
    theme.put("plot_subtitle", map("color", "#4a525b", "size", 12.5));
    theme.put("plot_caption", map("color", "#6a727b", "size", 11.0));
    theme.put("axis_title", map("color", Palette.INK, "size", 13.0));
    theme.put("axis_text", map("color", "#4a525b", "size", 12.0));
    theme.put("legend_title", map("color", Palette.INK, "size", 12.0));
    theme.put("legend_text", map("color", Palette.INK, "size", 12.0));
    theme.put("legend_background", "blank");
    theme.put("plot_background", "blank");
    theme.put("panel_grid_major", map("color", "#e6e9ec", "size", 0.8));
    theme.put("panel_grid_minor", "blank");
    theme.put("panel_border", map("color", "#c5cad0", "size", 1.0));
    theme.put("strip_background", map("color", "#c5cad0", "fill", "#f0f2f4", "size", 1.0));
    theme.put("strip_text", map("color", Palette.INK, "size", 12.0));
    return theme;
  }

  private static Map<String, Object> facet(Chart.Facets facets) {
    Map<String, Object> facet = map("name", "grid", "x_order", 0, "y_order", 0);
    if (!facets.columns().isEmpty()) {
      facet.put("x", COLUMN);
    }
    if (!facets.rows().isEmpty()) {
      facet.put("y", ROW);
    }
    return facet;
  }

  private static Map<String, Object> layer(Mark mark, Chart chart) {
    return switch (mark) {
      case Mark.Dots(List<Spot> spots, Ink ink) -> spots("point", spots, ink, chart);
      case Mark.Rings(List<Spot> spots, Ink ink) -> {
        Map<String, Object> layer = spots("point", spots, ink, chart);
        layer.put("shape", 1);
        layer.put("stroke", 1.2);
        yield layer;
      }
      case Mark.Path(List<Spot> spots, Ink ink) -> spots("path", spots, ink, chart);
      case Mark.Lines(List<Line> lines, Ink ink) -> {
        Map<String, Object> data = lines(lines);
        yield painted(
            "segment", data, map("x", "x", "y", "y", "xend", "x2", "yend", "y2"), ink, chart);
      }
      case Mark.Band(List<Line> uprights, Ink ink) -> {
        Map<String, Object> layer =
            painted(
                "ribbon", lines(uprights), map("x", "x", "ymin", "y", "ymax", "y2"), ink, chart);
        layer.put("size", 0.0);
        yield layer;
      }
      case Mark.Notes(List<Note> notes, Ink ink) -> notes(notes, ink, chart);
    };
  }

  private static Map<String, Object> spots(
      String geometry, List<Spot> spots, Ink ink, Chart chart) {
    Map<String, Object> data = map();
    data.put("x", numbers(spots, Spot::x));
    data.put("y", numbers(spots, Spot::y));
    panels(data, spots, Spot::panel);
    return painted(geometry, data, map("x", "x", "y", "y"), ink, chart);
  }

  private static Map<String, Object> lines(List<Line> lines) {
    Map<String, Object> data = map();
    data.put("x", numbers(lines, Line::x1));
    data.put("y", numbers(lines, Line::y1));
    data.put("x2", numbers(lines, Line::x2));
    data.put("y2", numbers(lines, Line::y2));
    panels(data, lines, Line::panel);
    return data;
  }

  private static Map<String, Object> notes(List<Note> notes, Ink ink, Chart chart) {
    Map<String, Object> data = map();
    data.put("x", numbers(notes, Note::x));
    data.put("y", numbers(notes, Note::y));
    data.put("anchor", numbers(notes, Note::anchor));
    data.put("text", new ArrayList<Object>(notes.stream().map(Note::text).toList()));
    Map<String, Object> mapping = map("x", "x", "y", "y", "label", "text", "hjust", "anchor");
    return painted("text", data, mapping, ink, chart);
  }

  /// A level of the legend is a colour by the scale, anything else is the colour itself.
  private static Map<String, Object> painted(
      String geometry,
      Map<String, Object> data,
      Map<String, Object> mapping,
      Ink ink,
      Chart chart) {
    Map<String, Object> layer = map("geom", geometry, "data", data, "tooltips", "none");
    layer.put("size", ink.size());
    layer.put("alpha", ink.opacity());
    if (chart.colours().levels().contains(ink.colour())) {
      int rows = ((List<?>) data.values().iterator().next()).size();
      data.put("level", new ArrayList<Object>(java.util.Collections.nCopies(rows, ink.colour())));
      mapping.put("color", "level");
      if (geometry.equals("ribbon")) {
        mapping.put("fill", "level");
      }
    } else {
      layer.put("color", ink.colour());
      layer.put("fill", ink.colour());
    }
    layer.put("mapping", mapping);
    return layer;
  }

  private static <T> void panels(
      Map<String, Object> data, List<T> things, Function<T, Panel> panel) {
    data.put(ROW, new ArrayList<Object>(things.stream().map(t -> panel.apply(t).row()).toList()));
    data.put(
        COLUMN, new ArrayList<Object>(things.stream().map(t -> panel.apply(t).column()).toList()));
  }

  private static <T> List<Object> numbers(List<T> things, ToDoubleFunction<T> number) {
    List<Object> numbers = new ArrayList<>();
    things.forEach(thing -> numbers.add(number.applyAsDouble(thing)));
    return numbers;
  }

  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
