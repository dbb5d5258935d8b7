package dev.kneeline.dialect.bench;

import dev.kneeline.load.LoadResult;
import dev.kneeline.space.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.Map;
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

  /// Writes the result and returns its file. A replaced file is whole at every moment.
  Path write(LoadResult result, LocalDateTime started) throws IOException {
    String json = ResultJson.of(result, started, detailed) + "\n";
    String name = filename.orElseGet(() -> ResultJson.fileName(result, started));
    Path file = Path.of(folder.orElse("")).resolve(name);
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    if (append) {
      Files.writeString(
          file, json, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return file;
    }
    Path aside = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(aside, json);
    return Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
