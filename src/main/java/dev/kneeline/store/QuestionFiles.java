package dev.kneeline.store;

import dev.kneeline.plan.Sweep;
import dev.kneeline.space.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/// What a study keeps beside its runs: what was asked, and what it was asked with.
final class QuestionFiles {

  private final Path root;
  private final Redaction redaction;

  QuestionFiles(Path root, Redaction redaction) {
    this.root = root;
    this.redaction = redaction;
  }

  void keepSweep(String sourceText, Sweep sweep, Instant now) {
    String text = redaction.file(sourceText);
    Path file = root.resolve("sweep.yaml");
    try {
      if (Files.exists(file) && !Files.readString(file).equals(text)) {
        Path history = Files.createDirectories(root.resolve("history"));
        Files.move(file, history.resolve("sweep-" + stamp(now) + ".yaml"));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot keep the last sweep file", failed);
    }
    Durable.replace(file, text);
    Value resolved = redaction.value(SweepJson.of(sweep));
    Durable.replace(root.resolve("sweep.json"), Json.pretty(resolved));
  }

  void keepProvenance(SequencedMap<String, Value> facts, Instant now) {
    Path file = root.resolve("provenance.json");
    Fields session = new Fields().put("at", now);
    session.entries().putAll(redaction.values(facts));
    List<Value> sessions = new ArrayList<>(sessions(file, now));
    sessions.add(session.value());
    Durable.replace(
        file,
        Json.pretty(
            new Fields()
                .put("format", StudyFolder.FORMAT)
                .put("sessions", new Value.Items(sessions))
                .value()));
  }

  private static List<Value> sessions(Path file, Instant now) {
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      try {
        return Fields.of(Json.read(Files.readAllBytes(file))).items("sessions");
      } catch (IllegalArgumentException damaged) {
        Files.move(file, file.resolveSibling("provenance.json.damaged-" + stamp(now)));
        return List.of();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + file, failed);
    }
  }

  private static String stamp(Instant now) {
    return now.toString().replaceAll("[-:.]", "");
  }
}
