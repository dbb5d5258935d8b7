package dev.kneeline.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether committed raw files are still those that were committed.
///
/// Each hash is compared with the run's own file and with the journal, which was written at another
/// time and by append only: whoever changes a run must change both.
///
/// @param runs how many runs were looked at
/// @param damages what does not agree; empty when all is well
public record Verification(int runs, List<Damage> damages) {

  public Verification {
    damages = List.copyOf(damages);
  }

  static Verification of(Path root, Records records) {
    List<Damage> damages = new ArrayList<>(records.damages());
    Map<String, String> journalled = journalled(root, damages);
    for (StoredRun run : records.runs()) {
      String folder = run.run().folder();
      String told = journalled.remove(folder);
      String own = run.raw().map(RawFile::sha256).orElse("");
      if (told != null && !told.equals(own)) {
        damages.add(new Damage(folder, "its run.json and the journal name different hashes"));
      }
      run.raw().flatMap(raw -> check(root, folder, raw)).ifPresent(damages::add);
    }
    // What was superseded is journalled too, and its files are still there.
    journalled.keySet().removeIf(folder -> Files.exists(root.resolve(folder).resolve("run.json")));
    journalled
        .keySet()
        .forEach(folder -> damages.add(new Damage(folder, "was committed and is gone")));
    return new Verification(records.runs().size(), damages);
  }

  private static Optional<Damage> check(Path root, String folder, RawFile raw) {
    String path = folder + "/" + raw.name();
    try {
      String found = Durable.sha256(root.resolve(path));
      return found.equals(raw.sha256())
          ? Optional.empty()
          : Optional.of(new Damage(path, "was changed after its commit"));
    } catch (NoSuchFileException missing) {
      return Optional.of(new Damage(path, "was removed after its commit"));
    } catch (IOException unreadable) {
      return Optional.of(new Damage(path, String.valueOf(unreadable.getMessage())));
    }
  }

  private static Map<String, String> journalled(Path root, List<Damage> damages) {
    Map<String, String> hashes = new HashMap<>();
    for (Path file : journals(root, damages)) {
      Journal.Content content = new Journal(file).read();
      damages.addAll(content.damages());
      for (Fields line : content.lines()) {
        if (line.textOr("event", "").equals("committed")) {
          hashes.putIfAbsent(line.text("folder"), line.text("sha256"));
        }
      }
    }
    return hashes;
  }

  private static List<Path> journals(Path root, List<Damage> damages) {
    List<Path> journals = new ArrayList<>(List.of(root.resolve("journal.jsonl")));
    try (Stream<Path> files = Files.walk(root.resolve("servers"), 3)) {
      files.filter(file -> file.endsWith("journal.jsonl")).forEach(journals::add);
    } catch (NoSuchFileException none) {
      return journals;
    } catch (IOException unreadable) {
      damages.add(new Damage("servers", String.valueOf(unreadable.getMessage())));
    }
    return journals;
  }
}
