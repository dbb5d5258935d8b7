package dev.kneeline.dialect.results;

import dev.kneeline.space.Value;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.store.StudyRefusedException;
import dev.kneeline.study.Run;
import dev.kneeline.study.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// Runs of another study of ours, of this version of the format or an older one: those that answer
/// the question which that study asked last.
final class StudyReader {

  static final String STATUS = "verdict";
  static final String REASON = "verdict_reason";
  static final String SIMULATED = "simulated";

  private StudyReader() {}

  static void read(Path folder, Consumer<ResultFiles.Read> each) {
    try (StudyFolder study = StudyFolder.open(folder, OpenMode.READ)) {
      for (Trial trial : study.study().trials()) {
        for (Run run : trial.state().committed()) {
          each.accept(read(study, trial, run));
        }
      }
    } catch (StudyRefusedException refused) {
      each.accept(new ResultFiles.Read.Unreadable(folder, String.valueOf(refused.getMessage())));
    }
  }

  private static ResultFiles.Read read(StudyFolder study, Trial trial, Run run) {
    Path file = study.root().resolve(run.folder()).resolve("run.json");
    try {
      byte[] content = Files.readAllBytes(file);
      FoundRun.Place place =
          new FoundRun.Place(file, ResultFiles.sha256(content), content.length, 0);
      SequencedMap<String, Value> told = new LinkedHashMap<>();
      told.put(STATUS, Value.of(run.verdict().status()));
      told.put(REASON, Value.of(String.join("; ", run.verdict().reasons())));
      told.put(SIMULATED, Value.of(run.simulated()));
      FoundRun found =
          new FoundRun(
              ResultFormat.KNEELINE,
              place,
              trial.point(),
              run.figures(),
              told,
              OptionalInt.of(run.repetition() - 1),
              run.cost().gpus(),
              List.of());
      return new ResultFiles.Read.Runs(file, List.of(found));
    } catch (IOException unreadable) {
      return new ResultFiles.Read.Unreadable(file, String.valueOf(unreadable.getMessage()));
    }
  }
}
