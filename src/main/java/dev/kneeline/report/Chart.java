package dev.kneeline.report;

import java.util.List;

/// A picture as data, before any library draws it: what is marked where, on which axes.
///
/// @param colours the levels that marks are coloured by, in the legend's order
/// @param facets panels by row and column; one panel where both are empty
/// @param marks from the lowest layer to the highest
public record Chart(
    Words words, Axis x, Axis y, Colours colours, Facets facets, List<Mark> marks, Size size) {

  public Chart {
    marks = List.copyOf(marks);
  }

  /// What is written around the panel; each may be empty.
  public record Words(String title, String subtitle, String caption) {}

  /// @param low lower end of the axis in data, above 0 on a logarithmic one
  /// @param high upper end
  public record Axis(String name, Scale scale, double low, double high) {

    /// Where a value lies between the ends, 0 to 1.
    public double share(double value) {
      return (scale.forward(value) - scale.forward(low))
          / (scale.forward(high) - scale.forward(low));
    }

    /// The value itself, or the end that it is beyond.
    public double clip(double value) {
      return Math.clamp(value, low, high);
    }

    /// The value that lies at a share.
    public double value(double share) {
      double from = scale.forward(low);
      return scale.back(from + share * (scale.forward(high) - from));
    }
  }

  /// How an axis is spaced.
  public enum Scale {
    LINEAR,
    LOG2,
    LOG10;

    double forward(double value) {
      return this == LINEAR ? value : Math.log(value);
    }

    double back(double value) {
      return this == LINEAR ? value : Math.exp(value);
    }
  }

  /// @param name what the levels are of, above the legend
  /// @param levels each with a colour of its own, in the legend's order; empty: no legend
  public record Colours(String name, List<String> levels) {

    public static final Colours NONE = new Colours("", List.of());

    public Colours {
      levels = List.copyOf(levels);
    }
  }

  /// @param rows strips on the right, from the top; empty for one row without strip
  /// @param columns strips on top, from the left; empty for one column without strip
  public record Facets(List<String> rows, List<String> columns) {

    public static final Facets NONE = new Facets(List.of(), List.of());

    public Facets {
      rows = List.copyOf(rows);
      columns = List.copyOf(columns);
    }
  }

  /// In CSS pixels; a PNG has twice as many each way.
  public record Size(int width, int height) {}

  /// The panel in which something lies, by its strips; empty texts where there are none.
  public record Panel(String row, String column) {

    public static final Panel ONLY = new Panel("", "");
  }

  /// A place in a panel.
  public record Spot(double x, double y, Panel panel) {}

  /// A straight line between two places of one panel.
  public record Line(double x1, double y1, double x2, double y2, Panel panel) {}

  /// A word at a place.
  ///
  /// @param anchor which of its ends is at the place: 0 the left, 0.5 the middle, 1 the right
  public record Note(double x, double y, String text, double anchor) {}

  /// How a mark is painted.
  ///
  /// @param colour a level of the legend, or `#rrggbb` for one beside it
  public record Ink(String colour, double size, double opacity) {}

  /// One layer of one ink.
  public sealed interface Mark {

    Ink ink();

    /// Round spots.
    record Dots(List<Spot> spots, Ink ink) implements Mark {}

    /// Rings around spots.
    record Rings(List<Spot> spots, Ink ink) implements Mark {}

    /// A line through spots in their order, straight from one to the next.
    record Path(List<Spot> spots, Ink ink) implements Mark {}

    /// Separate straight lines: error bars, leaders.
    record Lines(List<Line> lines, Ink ink) implements Mark {}

    /// A filled area between two values of y, along rising x.
    record Band(List<Line> uprights, Ink ink) implements Mark {}

    /// Words.
    record Notes(List<Note> notes, Ink ink) implements Mark {}
  }
}
