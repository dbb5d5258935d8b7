package dev.kneeline.cli;

import dev.kneeline.space.Value;
import dev.kneeline.store.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Reads single files of a study for what is told beside its figures: what is absent, damaged or
/// too large counts as not there.
final class StudyFiles {

  private static final long LARGEST = 4L << 20;

  /// What so many lines of a log hardly ever exceed.
  private static final int TAIL_BYTES = 64 << 10;

  private StudyFiles() {}

  static Optional<String> text(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= LARGEST
          ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /// The last lines of a log of any size.
  static Optional<String> tail(Path file, int lines) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, log.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (log.length() - from)];
      log.seek(from);
      log.readFully(bytes);
      List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      int skipped = Math.max(from > 0 ? 1 : 0, all.size() - lines);
      return Optional.of(all.stream().skip(skipped).collect(Collectors.joining("\n")));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  static Optional<SequencedMap<String, Value>> json(Path file) {
    try {
      return text(file).map(Json::read).flatMap(StudyFiles::entries);
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  static Optional<SequencedMap<String, Value>> entries(Value value) {
    return value instanceof Value.Entries(SequencedMap<String, Value> entries)
        ? Optional.of(entries)
        : Optional.empty();
  }

  /// What is under a key, as a map; empty where there is none.
  static SequencedMap<String, Value> entries(SequencedMap<String, Value> from, String key) {
    return entries(from.getOrDefault(key, Value.UNSET)).orElseGet(LinkedHashMap::new);
  }

  /// What is under a key, as text; empty where there is none.
  static String text(SequencedMap<String, Value> from, String key) {
    Value value = from.getOrDefault(key, Value.UNSET);
    return value.equals(Value.UNSET) ? "" : value.spelling();
  }

  static OptionalDouble number(Value value) {
    return switch (value) {
      case Value.Whole whole -> OptionalDouble.of(whole.number());
      case Value.Real real -> OptionalDouble.of(real.number().doubleValue());
      case Value.Text _, Value.Flag _, Value.Items _, Value.Entries _, Value.Unset _ ->
          OptionalDouble.empty();
    };
  }
}
