package dev.kneeline.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a plot shows: a metric over a parameter or another metric, by curves and panels.
///
/// @param x a parameter's name or a metric's key
/// @param y a metric's key
/// @param split which parameters become colours and panels
/// @param bins sizes by name: values of a parameter or an x are put together by floor(value / size)
/// @param scales spacing of the axes
/// @param look what is drawn besides, and how large
public record PlotSpec(
    String x, String y, Split split, Map<String, Double> bins, Scales scales, Look look) {

  public PlotSpec {
    bins = Map.copyOf(bins);
  }

  /// @param curves parameters whose values are colours; empty: chosen from what varies
  /// @param rows parameters whose values are rows of panels
  /// @param columns parameters whose values are columns of panels
  public record Split(List<String> curves, List<String> rows, List<String> columns) {

    public static final Split NONE = new Split(List.of(), List.of(), List.of());

    public Split {
      curves = List.copyOf(curves);
      rows = List.copyOf(rows);
      columns = List.copyOf(columns);
    }
  }

  /// Spacing of both axes; empty: chosen from the data.
  public record Scales(Optional<Chart.Scale> x, Optional<Chart.Scale> y) {

    public static final Scales BY_DATA = new Scales(Optional.empty(), Optional.empty());
  }

  /// @param bands whether the spread of repeated runs is drawn
  /// @param height of all panels together, in CSS pixels; empty: by their number
  /// @param notes what the caption says besides
  public record Look(boolean bands, OptionalDouble height, List<String> notes) {

    public static final Look USUAL = new Look(true, OptionalDouble.empty(), List.of());

    public Look {
      notes = List.copyOf(notes);
    }
  }

  /// A metric over x, everything else chosen from the data.
  public static PlotSpec of(String x, String y) {
    return new PlotSpec(x, y, Split.NONE, Map.of(), Scales.BY_DATA, Look.USUAL);
  }

  public PlotSpec withPanels(List<String> rows, List<String> columns) {
    return new PlotSpec(x, y, new Split(split.curves(), rows, columns), bins, scales, look);
  }

  public PlotSpec withCurves(List<String> curves) {
    return new PlotSpec(x, y, new Split(curves, split.rows(), split.columns()), bins, scales, look);
  }

  public PlotSpec withBins(Map<String, Double> newBins) {
    return new PlotSpec(x, y, split, newBins, scales, look);
  }

  public PlotSpec withScales(Optional<Chart.Scale> newX, Optional<Chart.Scale> newY) {
    return new PlotSpec(x, y, split, bins, new Scales(newX, newY), look);
  }

  public PlotSpec withLook(Look newLook) {
    return new PlotSpec(x, y, split, bins, scales, newLook);
  }
}
