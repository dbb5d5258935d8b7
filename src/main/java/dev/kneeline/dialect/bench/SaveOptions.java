package dev.kneeline.dialect.bench;

import dev.kneeline.load.LoadResult;
import dev.kneeline.space.Value;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Whether and where a result is written.
///
/// @param wanted write one at all
/// @param detailed with every request's record
/// @param append add a line rather than replace the file
/// @param quiet no progress line
record SaveOptions(
    boolean wanted,
    boolean detailed,
    boolean append,
    boolean quiet,
    Optional<String> folder,
    Optional<String> filename) {

  static SaveOptions of(Map<String, Value> values) {
    boolean detailed = on(values, "save-detailed");
    boolean append = on(values, "append-result");
    return new SaveOptions(
        on(values, "save-result") || detailed || append,
        detailed,
        append,
        on(values, "disable-tqdm"),
        Optional.ofNullable(values.get("result-dir")).map(Value::spelling),
        Optional.ofNullable(values.get("result-filename")).map(Value::spelling));
  }

  private static boolean on(Map<String, Value> values, String name) {
    return Optional.ofNullable(values.get(name))
        .map(Value::spelling)
        .filter("true"::equals)
        .isPresent();
  }

  /// What would keep the result from being written, found out before the load and not after it; the
  /// folder is made on the way.
  Optional<String> problem() {
    if (!wanted) {
      return Optional.empty();
    }
    Path file = Path.of(folder.orElse("")).resolve(filename.orElse("result")).toAbsolutePath();
    Path parent = Objects.requireNonNullElse(file.getParent(), file);
    try {
      Files.createDirectories(parent);
      if (Files.isDirectory(file)) {
        return Optional.of("the result cannot be written: %s is a folder".formatted(file));
      }
      Path trial = parent.resolve(".kneeline-" + ProcessHandle.current().pid());
      Files.delete(Files.createFile(trial));
      return Optional.empty();
    } catch (IOException refused) {
      return Optional.of("the result cannot be written to %s: %s".formatted(parent, refused));
    }
  }

  /// Writes the result and returns its file. A replaced file is whole at every moment; one that is
  /// added to stays a line a result, whoever wrote the lines before.
  Path write(LoadResult result, LocalDateTime started) throws IOException {
    String json = ResultJson.of(result, started, detailed) + "\n";
    String name = filename.orElseGet(() -> ResultJson.fileName(result, started));
    Path file = Path.of(folder.orElse("")).resolve(name);
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    if (append) {
      Files.writeString(
          file,
          endsInLine(file) ? json : "\n" + json,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      return file;
    }
    Path aside = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(aside, json);
    return Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /// vLLM leaves the last line of a file open.
  private static boolean endsInLine(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return true;
    }
    try (RandomAccessFile last = new RandomAccessFile(file.toFile(), "r")) {
      last.seek(last.length() - 1);
      return last.read() == '\n';
    }
  }
}
