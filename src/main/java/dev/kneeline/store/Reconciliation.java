package dev.kneeline.store;

import dev.kneeline.space.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Brings a journal up to date after its writer was killed between a commit and its line.
///
/// The rename of `run.json` is the commit, so such a run counts; its hash is journalled late, taken
/// from `run.json`, which was written at the commit.
final class Reconciliation {

  private final Path root;
  private final Journal journal;

  Reconciliation(Path root, Journal journal) {
    this.root = root;
    this.journal = journal;
  }

  void run(Instant now) {
    if (journal.endsWith("\"event\":\"closed\"}")) {
      return;
    }
    Map<String, Fields> open = new LinkedHashMap<>();
    for (Fields line : journal.read().lines()) {
      String folder = line.textOr("folder", "");
      switch (line.textOr("event", "")) {
        case "begun" -> open.put(folder, line);
        case "committed", "failed" -> open.remove(folder);
        default -> {}
      }
    }
    open.forEach((folder, begun) -> add(folder, begun, now));
  }

  private void add(String folder, Fields begun, Instant now) {
    try {
      Path file = root.resolve(folder).resolve(RunAttempt.RUN);
      if (Files.exists(file)) {
        StoredRun run = RunReader.read(Files.readAllBytes(file), folder);
        Value line =
            new Fields()
                .put("at", now)
                .put("event", "committed")
                .put("late", true)
                .put("point", begun.text("point"))
                .put("repetition", run.run().repetition())
                .put("fingerprint", run.run().fingerprint())
                .put("folder", folder)
                .put("file", run.raw().map(RawFile::name).orElse(""))
                .put("sha256", run.raw().map(RawFile::sha256).orElse(""))
                .value();
        journal.add(line);
      }
    } catch (IOException | IllegalArgumentException damaged) {
      // Reading the study reports it.
      return;
    }
  }
}
