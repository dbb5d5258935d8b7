package dev.kneeline.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Lists the attempts of a study by the names of folders and files alone, without opening any.
final class AttemptList {

  private static final String REPETITION = "rep-";
  private static final String ATTEMPT = "attempt-";

  /// What surely fits an int.
  private static final int MOST_DIGITS = 9;

  private final Path root;
  private final List<Attempt> attempts = new ArrayList<>();

  AttemptList(Path root) {
    this.root = root;
  }

  List<Attempt> list() {
    for (Path server : children(root.resolve("servers"), "")) {
      addAll(Attempt.Kind.SERVER, server.getFileName().toString(), 0, server);
    }
    for (Path point : children(root.resolve("runs"), "")) {
      for (Path repetition : children(point, REPETITION)) {
        addAll(
            Attempt.Kind.RUN,
            point.getFileName().toString(),
            number(repetition, REPETITION),
            repetition);
      }
    }
    return attempts;
  }

  private void addAll(Attempt.Kind kind, String id, int repetition, Path parent) {
    for (Path folder : children(parent, ATTEMPT)) {
      attempts.add(
          new Attempt(
              kind,
              id,
              repetition,
              number(folder, ATTEMPT),
              StudyFolder.relative(root, folder),
              state(folder),
              children(folder, "").stream()
                  .filter(file -> file.toString().endsWith(".log"))
                  .toList()));
    }
  }

  private static Attempt.State state(Path folder) {
    if (Files.exists(folder.resolve(RunAttempt.RUN))) {
      return Attempt.State.COMMITTED;
    }
    return Files.exists(folder.resolve(RunAttempt.FAILURE))
        ? Attempt.State.FAILED
        : Attempt.State.OPEN;
  }

  /// Children whose names begin so, `attempt-10` behind `attempt-9`.
  static List<Path> children(Path folder, String prefix) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream =
        Files.newDirectoryStream(folder, child -> prefix.isEmpty() || number(child, prefix) > 0)) {
      stream.forEach(children::add);
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot list " + folder, failed);
    }
    children.sort(
        prefix.isEmpty()
            ? Comparator.naturalOrder()
            : Comparator.comparingInt(child -> number(child, prefix)));
    return children;
  }

  /// The number behind a prefix, 0 for a name of another kind.
  private static int number(Path path, String prefix) {
    String name = path.getFileName().toString();
    int digits = name.length() - prefix.length();
    if (!name.startsWith(prefix) || digits < 1 || digits > MOST_DIGITS) {
      return 0;
    }
    int number = 0;
    for (int index = prefix.length(); index < name.length(); index++) {
      int digit = name.charAt(index) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
