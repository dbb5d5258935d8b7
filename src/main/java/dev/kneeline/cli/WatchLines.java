package dev.kneeline.cli;

import dev.kneeline.analysis.Answer;
import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import dev.kneeline.report.AnswerText;
import dev.kneeline.report.NumberText;
import dev.kneeline.report.TextWidth;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.store.StudyFeed;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.sweep.KeptQuestion;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// A study in the terminal while others measure it: a line for each thing that ends, on a terminal
/// one more with the counts, which is rewritten; at the end the answer.
final class WatchLines {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final String ERASE = "\r\u001b[K";

  private final StudyFolder study;
  private final PrintWriter out;
  private final Terminal terminal;
  private final LiveStudy live = new LiveStudy();
  private final Optional<Objective> objective;
  private final List<Slo> slos;
  private final SequencedSet<String> keys = new LinkedHashSet<>();

  WatchLines(StudyFolder study, GoalOptions goal, PrintWriter out, Terminal terminal) {
    this.study = study;
    this.out = out;
    this.terminal = terminal;
    KeptQuestion question = KeptQuestion.read(study.root());
    this.objective = goal.objective(question.goal());
    this.slos = goal.slos(question.goal());
    objective.map(Objective::key).ifPresent(keys::add);
    slos.forEach(slo -> keys.add(slo.key()));
    keys.addAll(List.of("output_throughput", "median_ttft_ms"));
  }

  /// Tells what happens until the sweep that is running, or the next one, has ended.
  void follow(StudyFeed feed) throws InterruptedException {
    feed.news().forEach(live::fold);
    boolean running = study.holder().isPresent();
    say("%s: %s", study.root().getFileName(), live.counts());
    if (!running) {
      say("nobody measures it now; waiting for somebody to (Ctrl-C ends)");
    }
    while (true) {
      List<StudyFeed.Event> news = feed.news();
      for (StudyFeed.Event event : news) {
        live.fold(event);
        tell(event);
        running |= event.name().equals("opened");
      }
      // Whoever lets go has written before; so what is free and silent has ended.
      boolean held = study.holder().isPresent();
      if (running && !held && news.isEmpty()) {
        break;
      }
      running |= held;
      draw();
      Thread.sleep(PAUSE);
    }
    answer();
  }

  private void tell(StudyFeed.Event event) {
    String clock = LiveStudy.clock(event);
    switch (event.name()) {
      case "planned" -> say("%s  %d runs to measure", clock, event.number("runs"));
      case "server_begun" -> say("%s  server %s", clock, LiveStudy.label(event.text("point")));
      case "server_failed" -> say("%s  server FAILED, %s", clock, failure(event));
      case "committed" -> say("%s    %s", clock, figures(event));
      case "failed" -> say("%s    FAILED, %s", clock, failure(event));
      default -> {}
    }
  }

  private String failure(StudyFeed.Event event) {
    SequencedMap<String, Value> file =
        StudyFiles.json(study.root().resolve(event.text("folder")).resolve("failure.json"))
            .orElse(event.fields());
    String message = StudyFiles.text(file, "message");
    return event.text("kind").replace('_', ' ') + (message.isEmpty() ? "" : ": " + message);
  }

  /// What a committed run measured of the question.
  private String figures(StudyFeed.Event event) {
    Path folder = study.root().resolve(event.text("folder"));
    SequencedMap<String, Value> run =
        StudyFiles.json(folder.resolve("run.json")).orElse(event.fields());
    StringBuilder line = new StringBuilder(name(event, run));
    SequencedMap<String, Value> figures = StudyFiles.entries(run, "figures");
    for (String key : keys) {
      StudyFiles.number(figures.getOrDefault(key, Value.UNSET))
          .ifPresent(value ->
              line.append("  ").append(key).append(' ').append(NumberText.threeDigits(value)));
    }
    String verdict = StudyFiles.text(StudyFiles.entries(run, "verdict"), "status");
    return verdict.isEmpty() || verdict.equals("OK") ? line.toString() : line + "  " + verdict;
  }

  private static String name(StudyFeed.Event event, SequencedMap<String, Value> run) {
    SequencedMap<String, Value> point = StudyFiles.entries(run, "point");
    String label = point.isEmpty() ? event.text("point") : new Point(point).label();
    long repetition = event.number("repetition");
    return LiveStudy.label(label) + (repetition > 1 ? " run " + repetition : "");
  }

  private void draw() {
    if (terminal.live()) {
      List<String> now = live.state(Optional.empty()).now();
      String text = live.counts() + (now.isEmpty() ? "" : "  " + now.getFirst());
      out.print(ERASE + TextWidth.cut(TextWidth.printable(text), terminal.columns() - 1));
      out.flush();
    }
  }

  private void answer() {
    say("the sweep has ended: %s", live.counts());
    List<Row> rows = StudyRows.of(study);
    objective.ifPresent(asked ->
        AnswerText.of(Answer.of(rows, asked, slos), asked, slos)
            .forEach(sentence -> say("%s", sentence)));
  }

  private void say(String format, Object... arguments) {
    if (terminal.live()) {
      out.print(ERASE);
    }
    out.println(TextWidth.printable(format.formatted(arguments)));
    out.flush();
  }
}
