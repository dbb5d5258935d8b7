package dev.kneeline.store;

import dev.kneeline.space.Value;
import dev.kneeline.store.StudyRefusedException.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// What lies at a path where a study is wanted.
sealed interface StudyFormat {

  /// Of a version that can be read.
  record Known(Path root) implements StudyFormat {}

  /// Nothing, or an empty folder, or one in which a study was about to begin.
  record Room(Path root) implements StudyFormat {}

  /// Something else, or a study that cannot be read.
  record Refused(StudyRefusedException refusal) implements StudyFormat {}

  /// What a process killed while it made a study leaves.
  Set<String> BEGUN = Set.of("format.json.tmp", "lease");

  static StudyFormat of(Path root) {
    Path file = root.resolve("format.json");
    try {
      if (Files.isRegularFile(file)) {
        return read(root, Files.readAllBytes(file));
      }
      return !Files.exists(root) || (Files.isDirectory(root) && isFree(root))
          ? new Room(root)
          : refused(
              Reason.NOT_A_STUDY,
              "there is something at %s that is not a study".formatted(root),
              "give a folder that is new, empty or a study");
    } catch (IOException unreadable) {
      return refused(
          Reason.DAMAGED, "cannot read %s: %s".formatted(file, unreadable.getMessage()), "mend it");
    }
  }

  static Value json() {
    return new Fields().put("format", StudyFolder.FORMAT).put("kneeline", version()).value();
  }

  default boolean isNew() {
    return this instanceof Room;
  }

  default void requireStudy() {
    switch (this) {
      case Known _ -> {}
      case Refused(StudyRefusedException refusal) -> throw refusal;
      case Room(Path root) ->
          throw new StudyRefusedException(
              Reason.MISSING, "there is no study at " + root, "kneeline run makes one");
    }
  }

  default void requireStudyOrRoom() {
    switch (this) {
      case Known _, Room _ -> {}
      case Refused(StudyRefusedException refusal) -> throw refusal;
    }
  }

  static void requireWritable(Path root) {
    if (Files.exists(root) && !Files.isWritable(root)) {
      throw new StudyRefusedException(
          Reason.NOT_WRITABLE, "cannot write into " + root, "mend its permissions");
    }
  }

  private static StudyFormat read(Path root, byte[] json) {
    try {
      Fields fields = Fields.of(Json.read(json));
      long format = fields.whole("format");
      if (format > StudyFolder.FORMAT) {
        return refused(
            Reason.NEWER_FORMAT,
            "the study %s has format %d, written by Kneeline %s; this one knows formats up to %d"
                .formatted(root, format, fields.textOr("kneeline", "?"), StudyFolder.FORMAT),
            "use that Kneeline or a newer one");
      }
      return format >= 1
          ? new Known(root)
          : refused(Reason.DAMAGED, root + "/format.json names no format", "mend it");
    } catch (IllegalArgumentException damaged) {
      return refused(
          Reason.DAMAGED,
          "cannot understand %s/format.json: %s".formatted(root, damaged.getMessage()),
          "its content is {\"format\": 1} for every study up to this version");
    }
  }

  private static boolean isFree(Path root) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(root)) {
      for (Path child : children) {
        if (!BEGUN.contains(child.getFileName().toString())) {
          return false;
        }
      }
      return true;
    }
  }

  private static Refused refused(Reason reason, String message, String hint) {
    return new Refused(new StudyRefusedException(reason, message, hint));
  }

  private static String version() {
    String version = StudyFormat.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
