package dev.kneeline.exec;

import dev.kneeline.load.LoadListener;
import dev.kneeline.load.Progress;
import dev.kneeline.plan.LoadSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What the built-in load did, line by line in a file that grows while it does: the options, how
/// far it was once a second, and how it ended. Secrets are hidden.
final class LoadLog implements LoadListener {

  private final Path path;
  private final LoadListener next;
  private long lastSecond = -1;

  /// @param next is told of progress as well
  LoadLog(Path path, LoadSpec.Generated load, LoadListener next) {
    this.path = path;
    this.next = next;
    line(load.show());
  }

  @Override
  public void progress(Progress progress) {
    long second = progress.elapsed().toSeconds();
    if (second != lastSecond) {
      lastSecond = second;
      line(
          String.format(
              Locale.ROOT,
              "%d of %d sent, %d done, %d failed, %.0f tok/s",
              progress.sent(),
              progress.planned(),
              progress.done(),
              progress.failed(),
              progress.tokensPerSecond()));
    }
    next.progress(progress);
  }

  /// How the load ended.
  void end(Measured measured) {
    switch (measured) {
      case Measured.Taken taken -> {
        line(
            String.format(
                Locale.ROOT,
                "%.0f completed, %.0f failed, verdict %s",
                taken.figures().value("completed").orElse(0),
                taken.figures().value("failed").orElse(0),
                taken.verdict().status()));
        taken.verdict().reasons().forEach(reason -> line("doubt: " + reason));
        taken.notes().forEach(note -> line("note: " + note));
      }
      case Measured.Failed failed -> line("failed, " + failed.failure().line());
      case Measured.Dropped dropped -> line("dropped: the sweep was ended");
    }
  }

  private void line(String text) {
    try {
      Files.write(
          path,
          List.of(Instant.now() + " " + text),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + path, failed);
    }
  }
}
