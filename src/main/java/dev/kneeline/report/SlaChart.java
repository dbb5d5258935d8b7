package dev.kneeline.report;

import dev.kneeline.analysis.SlaAnswer;
import dev.kneeline.report.Chart.Axis;
import dev.kneeline.report.Chart.Ink;
import dev.kneeline.report.Chart.Line;
import dev.kneeline.report.Chart.Mark;
import dev.kneeline.report.Chart.Note;
import dev.kneeline.report.Chart.Panel;
import dev.kneeline.report.Chart.Scale;
import dev.kneeline.report.Chart.Spot;
import dev.kneeline.report.Chart.Words;
import dev.kneeline.search.slo.SloOutcome.Probed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How an SLA search went: how far each run was from its worst limit, over the load, numbered in
/// the order in which they were taken.
public final class SlaChart {

  private static final String MEETS = "meets the SLA";
  private static final String MISSES = "misses it";

  /// Margins beyond these shares are drawn at the edge.
  private static final double LEAST = -1;

  private static final double MOST = 1;

  /// From this ratio of the highest to the lowest load on the axis is logarithmic.
  private static final double WIDE = 6;

  private static final int WIDTH = 860;
  private static final int HEIGHT = 470;

  /// What axes, title and legend leave of it.
  private static final double PANEL_WIDTH = WIDTH - 88;

  private static final double PANEL_HEIGHT = HEIGHT - 169;

  /// Pixels from which on a number no longer explains itself.
  private static final double NEAR = 12;

  private final SlaAnswer answer;
  private final List<Integer> drawn;
  private final Axis x;
  private final Axis y;

  private SlaChart(SlaAnswer answer, List<Integer> drawn) {
    this.answer = answer;
    this.drawn = drawn;
    List<Double> values = drawn.stream().map(this::value).toList();
    double[] loads = values.stream().mapToDouble(Double::doubleValue).toArray();
    double wide = Arrays.stream(loads).max().orElse(1) / Arrays.stream(loads).min().orElse(1);
    this.x =
        Axes.along(
            answer.variable(), loads, Optional.of(wide > WIDE ? Scale.LOG10 : Scale.LINEAR), false);
    double low = drawn.stream().mapToDouble(this::margin).min().orElse(0);
    double high = drawn.stream().mapToDouble(this::margin).max().orElse(0);
    this.y =
        new Axis(
            "distance from the limit that is worst off, in % of it",
            Scale.LINEAR, Math.min(low, -10) * 1.15, Math.max(high, 10) * 1.15);
  }

  /// The chart of one search; empty where no run of it has a place.
  ///
  /// @param title what was measured, such as the study's name
  public static Optional<Chart> of(String title, SlaAnswer answer) {
    List<Integer> drawn = new ArrayList<>();
    for (int number = 0; number < answer.probes().size(); number++) {
      Probed probed = answer.probes().get(number);
      if (Double.isFinite(probed.value()) && probed.margin().isPresent()) {
        drawn.add(number);
      }
    }
    return drawn.isEmpty()
        ? Optional.empty()
        : Optional.of(new SlaChart(answer, drawn).chart(title));
  }

  private Chart chart(String title) {
    List<Mark> marks = new ArrayList<>();
    marks.add(
        new Mark.Lines(
            List.of(new Line(x.low(), 0, x.high(), 0, Panel.ONLY)),
            new Ink(Palette.INK, 0.8, 0.9)));
    marks.add(
        new Mark.Lines(
            ends().stream().map(this::upright).toList(), new Ink(Palette.FAINT, 0.7, 0.8)));
    marks.add(new Mark.Path(path(), new Ink(Palette.FAINT, 0.8, 0.5)));
    marks.add(new Mark.Dots(spots(true), new Ink(MEETS, 4, 1)));
    marks.add(new Mark.Dots(spots(false), new Ink(MISSES, 4, 1)));
    number(marks);
    String configuration = answer.configuration().isEmpty() ? "" : ", " + answer.configuration();
    return new Chart(
        new Words(
            title + configuration,
            "%s within %s: %s".formatted(answer.variable(), answer.sla(), answer.status()),
            caption()),
        x,
        y,
        new Chart.Colours("run", List.of(MEETS, MISSES)),
        Chart.Facets.NONE,
        marks.stream().filter(SlaChart::hasMarks).toList(),
        new Chart.Size(WIDTH, HEIGHT));
  }

  private static boolean hasMarks(Mark mark) {
    return switch (mark) {
      case Mark.Dots(List<Spot> spots, Ink _) -> !spots.isEmpty();
      case Mark.Rings(List<Spot> spots, Ink _) -> !spots.isEmpty();
      case Mark.Path(List<Spot> spots, Ink _) -> !spots.isEmpty();
      case Mark.Lines(List<Line> lines, Ink _) -> !lines.isEmpty();
      case Mark.Band(List<Line> uprights, Ink _) -> !uprights.isEmpty();
      case Mark.Notes(List<Note> notes, Ink _) -> !notes.isEmpty();
    };
  }

  /// The two loads between which the answer lies, as far as they are known.
  private List<Double> ends() {
    return Stream.of(answer.value(), answer.fails()).flatMap(end -> end.stream().boxed()).toList();
  }

  private Line upright(double value) {
    double at = x.clip(value);
    return new Line(at, y.low(), at, y.high(), Panel.ONLY);
  }

  /// Through the middle of each value's runs.
  private List<Spot> path() {
    Map<Double, List<Double>> margins = new TreeMap<>();
    drawn.forEach(number ->
        margins.computeIfAbsent(value(number), _ -> new ArrayList<>()).add(margin(number)));
    List<Spot> path = new ArrayList<>();
    margins.forEach((value, there) -> path.add(new Spot(value, middle(there), Panel.ONLY)));
    return path;
  }

  private static double middle(List<Double> margins) {
    List<Double> sorted = margins.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private List<Spot> spots(boolean passing) {
    return drawn.stream()
        .filter(number -> answer.probes().get(number).passes() == passing)
        .map(this::spot)
        .toList();
  }

  /// Each run's number beside it, clear of all others; one without room for it has a leader to it.
  private void number(List<Mark> marks) {
    LabelPlacer placer = new LabelPlacer(PANEL_WIDTH, PANEL_HEIGHT, 0);
    drawn.forEach(number -> placer.avoid(pixelX(number), pixelY(number)));
    double limit = (1 - y.share(0)) * PANEL_HEIGHT;
    placer.avoidLine(0, limit, PANEL_WIDTH, limit);
    for (double end : ends()) {
      double at = x.share(x.clip(end)) * PANEL_WIDTH;
      placer.avoidLine(at, 0, at, PANEL_HEIGHT);
    }
    List<Note> notes = new ArrayList<>();
    List<Line> leaders = new ArrayList<>();
    for (List<Integer> together : places()) {
      int first = together.getFirst();
      String text =
          together.stream().map(each -> "" + (each + 1)).collect(Collectors.joining(", "));
      placer
          .place(pixelX(first), pixelY(first), text)
          .ifPresent(place -> {
            double noteX = x.value(place.x() / PANEL_WIDTH);
            double noteY = y.value(1 - place.y() / PANEL_HEIGHT);
            notes.add(new Note(noteX, noteY, text, 0));
            if (place.distance() > NEAR) {
              double end = place.x() + LabelPlacer.width(text);
              double nearest = Math.clamp(pixelX(first), place.x(), end);
              leaders.add(
                  new Line(
                      value(first),
                      margin(first),
                      x.value(nearest / PANEL_WIDTH),
                      noteY,
                      Panel.ONLY));
            }
          });
    }
    marks.add(new Mark.Lines(leaders, new Ink(Palette.FAINT, 0.5, 0.8)));
    marks.add(new Mark.Notes(notes, new Ink(Palette.INK, 5.2, 1)));
  }

  /// Runs that lie upon one another share one note.
  private Collection<List<Integer>> places() {
    Map<String, List<Integer>> places = new LinkedHashMap<>();
    for (int number : drawn) {
      String place = Math.round(pixelX(number) / 3) + "/" + Math.round(pixelY(number) / 3);
      places.computeIfAbsent(place, _ -> new ArrayList<>()).add(number);
    }
    return places.values();
  }

  private double pixelX(int number) {
    return x.share(value(number)) * PANEL_WIDTH;
  }

  private double pixelY(int number) {
    return (1 - y.share(margin(number))) * PANEL_HEIGHT;
  }

  private String caption() {
    List<String> caption = new ArrayList<>();
    caption.add("numbers: order of the runs");
    for (int number = 0; number < answer.probes().size(); number++) {
      if (Double.isInfinite(answer.probes().get(number).value())) {
        caption.add("%d: at full speed, not drawn".formatted(number + 1));
      } else if (!drawn.contains(number)) {
        caption.add("%d: no measurement".formatted(number + 1));
      }
    }
    boolean cut =
        drawn.stream()
            .anyMatch(number -> {
              double margin = answer.probes().get(number).margin().orElse(0);
              return margin > MOST || margin < LEAST;
            });
    if (cut) {
      caption.add("beyond 100 % at the edge");
    }
    return String.join("; ", caption);
  }

  private Spot spot(int number) {
    return new Spot(value(number), margin(number), Panel.ONLY);
  }

  private double value(int number) {
    return answer.probes().get(number).value();
  }

  private double margin(int number) {
    return 100 * Math.clamp(answer.probes().get(number).margin().orElse(0), LEAST, MOST);
  }
}
