package dev.kneeline.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a plot shows: a metric over a parameter or another metric, by curves and panels.
///
/// @param x a parameter's name or a metric's key
/// @param y a metric's key
/// @param curves parameters whose values are colours; empty: chosen from what varies
/// @param rows parameters whose values are rows of panels
/// @param columns parameters whose values are columns of panels
/// @param bins sizes by name: values of a parameter or an x are put together by floor(value / size)
/// @param scaleX spacing of x; empty: chosen from the data
/// @param scaleY spacing of y; empty: chosen from the data
public record PlotSpec(
    String x,
    String y,
    List<String> curves,
    List<String> rows,
    List<String> columns,
    Map<String, Double> bins,
    Optional<Chart.Scale> scaleX,
    Optional<Chart.Scale> scaleY) {

  public PlotSpec {
    curves = List.copyOf(curves);
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
    bins = Map.copyOf(bins);
  }

  /// A metric over x, everything else chosen from the data.
  public static PlotSpec of(String x, String y) {
    return new PlotSpec(
        x, y, List.of(), List.of(), List.of(), Map.of(), Optional.empty(), Optional.empty());
  }

  public PlotSpec withPanels(List<String> newRows, List<String> newColumns) {
    return new PlotSpec(x, y, curves, newRows, newColumns, bins, scaleX, scaleY);
  }

  public PlotSpec withCurves(List<String> newCurves) {
    return new PlotSpec(x, y, newCurves, rows, columns, bins, scaleX, scaleY);
  }

  public PlotSpec withBins(Map<String, Double> newBins) {
    return new PlotSpec(x, y, curves, rows, columns, newBins, scaleX, scaleY);
  }

  public PlotSpec withScales(Optional<Chart.Scale> newX, Optional<Chart.Scale> newY) {
    return new PlotSpec(x, y, curves, rows, columns, bins, newX, newY);
  }
}
