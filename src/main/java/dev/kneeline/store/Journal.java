package dev.kneeline.store;

import dev.kneeline.space.Value;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A file of JSON lines that only grows: each is synced before [#add(Value)] returns.
///
/// The last line may be torn by a crash; it is then no line. One process writes a file, so that
/// appends of two machines never meet.
final class Journal {

  private final Path file;

  Journal(Path file) {
    this.file = file;
  }

  synchronized void add(Value line) {
    Durable.append(file, Json.compact(line));
  }

  /// Adds many lines with one sync; a crash may leave any first part of them.
  synchronized void addAll(List<Value> lines) {
    if (!lines.isEmpty()) {
      Durable.append(file, lines.stream().map(Json::compact).collect(Collectors.joining("\n")));
    }
  }

  /// The lines, and what could not be read.
  record Content(List<Fields> lines, List<Damage> damages) {}

  Content read() {
    List<Fields> lines = new ArrayList<>();
    List<Damage> damages = new ArrayList<>();
    String[] texts = content().split("\n", -1);
    for (int index = 0; index < texts.length; index++) {
      if (texts[index].isBlank()) {
        continue;
      }
      try {
        lines.add(Fields.of(Json.read(texts[index])));
      } catch (IllegalArgumentException torn) {
        // Behind a torn line that a crash left, the next writer began a line of its own.
        damages.add(
            new Damage(
                file.getFileName() + ":" + (index + 1),
                "a line that was cut off by a crash; nothing is lost but this line"));
      }
    }
    return new Content(lines, damages);
  }

  /// Whether the last line is whole and ends so.
  boolean endsWith(String end) {
    byte[] expected = (end + "\n").getBytes(StandardCharsets.UTF_8);
    try (RandomAccessFile journal = new RandomAccessFile(file.toFile(), "r")) {
      if (journal.length() < expected.length) {
        return false;
      }
      journal.seek(journal.length() - expected.length);
      byte[] found = new byte[expected.length];
      journal.readFully(found);
      return Arrays.equals(found, expected);
    } catch (FileNotFoundException empty) {
      return false;
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + file, failed);
    }
  }

  private String content() {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException empty) {
      return "";
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + file, failed);
    }
  }
}
