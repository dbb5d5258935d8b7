package dev.kneeline.cli;

import dev.kneeline.dialect.vllm.Experiment;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StudyFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Opens the study that a verb was pointed at.
final class Studies {

  private Studies() {}

  /// The study at a folder, to be read; or the one that `bench sweep` keeps inside its experiment.
  static StudyFolder read(@Nullable Path folder) {
    if (folder == null) {
      throw new Refusal(ExitCode.WRONG, "which study?", "give its folder, such as results/NAME");
    }
    if (!Files.isDirectory(folder)) {
      throw new Refusal(
          ExitCode.WRONG,
          "no such folder: " + folder,
          "studies lie below results/, each under its sweep's name");
    }
    return StudyFolder.open(study(folder), OpenMode.READ);
  }

  /// The experiments of `bench sweep` hold their study below vLLM's files.
  private static Path study(Path folder) {
    Path below = folder.resolve(Experiment.STUDY);
    return Files.isDirectory(below) ? below : folder;
  }
}
