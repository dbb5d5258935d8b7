package dev.kneeline.cli;

import dev.kneeline.report.ReportPage;
import dev.kneeline.store.Holder;
import dev.kneeline.store.StudyFeed;
import dev.kneeline.store.StudyFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kneeline watch DIR`: what happens to a study, whoever measures it; with `--web` its report
/// page, which follows the study.
@Command(
    name = "watch",
    description =
        "Follows a study that is measured by whatever process: a line for everything that happens,"
            + " until the sweep ends; or, with --web, its report page, which follows the study"
            + " until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration BEAT = Duration.ofSeconds(15);

  /// Reading and drawing a large study takes its time, which is to be the smaller part.
  private static final int REST = 3;

  @Parameters(paramLabel = "DIR", description = "the study's folder")
  @Nullable Path folder;

  @Option(names = "--web", description = "serve the report page to this machine's browsers")
  boolean web;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "where --web listens, on 127.0.0.1; default: a free port")
  int port;

  @Mixin GoalOptions goal = new GoalOptions();

  @Mixin PriceOption price = new PriceOption();

  @Spec CommandSpec spec = CommandSpec.create();

  private final LiveStudy live = new LiveStudy();

  @Override
  public Integer call() throws Exception {
    try (StudyFolder study = Studies.read(folder)) {
      StudyFeed feed = new StudyFeed(study.root());
      if (web) {
        serve(study, feed);
      } else {
        new WatchLines(study, goal, spec.commandLine().getOut(), Terminal.detect()).follow(feed);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
    return ExitCode.OK;
  }

  private void serve(StudyFolder study, StudyFeed feed) throws InterruptedException {
    PrintWriter talk = spec.commandLine().getErr();
    feed.news().forEach(live::fold);
    feed.changed();
    Optional<Holder> holder = study.holder();
    try (LivePage page = listen(StudyReport.live(study, goal, price, live.state(holder)))) {
      spec.commandLine().getOut().println(page.url());
      spec.commandLine().getOut().flush();
      talk.println("Ctrl-C ends it; the study is not touched");
      talk.flush();
      long beaten = System.nanoTime();
      while (true) {
        Thread.sleep(PAUSE);
        long begun = System.nanoTime();
        List<StudyFeed.Event> news = feed.news();
        news.forEach(live::fold);
        Optional<Holder> by = study.holder();
        boolean touched = feed.changed();
        boolean changed = touched || !news.isEmpty() || by.isPresent() != holder.isPresent();
        holder = by;
        if (changed) {
          page.publish(StudyReport.live(study, goal, price, live.state(holder)));
          Thread.sleep(Duration.ofNanos(REST * (System.nanoTime() - begun)));
        } else if (begun - beaten > BEAT.toNanos()) {
          page.beat();
          beaten = begun;
        }
      }
    }
  }

  private LivePage listen(ReportPage.Live first) {
    try {
      return new LivePage(port, first);
    } catch (IOException taken) {
      throw new Refusal(
          ExitCode.IMPOSSIBLE,
          "cannot listen on 127.0.0.1:%d: %s".formatted(port, taken.getMessage()),
          "give another --port, or none");
    }
  }
}
