package dev.kneeline.cli;

import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Study;
import java.nio.file.Path;

/// Studies on disk, for tests.
final class StudyFolders {

  private StudyFolders() {}

  static Study study(Path folder) {
    try (StudyFolder study = StudyFolder.open(folder, OpenMode.READ)) {
      return study.study();
    }
  }
}
