package dev.kneeline.cli;

import dev.kneeline.plan.ShellText;
import dev.kneeline.space.Value;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/// A study's provenance, from its latest session: in words for people, flat for comparisons.
///
/// @param sessions how often the study was begun or continued
/// @param last the latest session, as it was kept; empty where nothing is known
record StudyFacts(int sessions, SequencedMap<String, Value> last) {

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  static StudyFacts of(Path root) {
    SequencedMap<String, Value> file =
        StudyFiles.json(root.resolve("provenance.json")).orElseGet(LinkedHashMap::new);
    List<Value> sessions =
        file.get("sessions") instanceof Value.Items(List<Value> items) ? items : List.of();
    return new StudyFacts(
        sessions.size(),
        sessions.isEmpty()
            ? new LinkedHashMap<>()
            : StudyFiles.entries(sessions.getLast()).orElseGet(LinkedHashMap::new));
  }

  /// The command of the latest session, without what began it anew; empty where it is not known.
  String again() {
    List<String> words = new ArrayList<>();
    if (last.get("command") instanceof Value.Items(List<Value> items)) {
      items.stream()
          .map(Value::spelling)
          .filter(word -> !word.equals("--fresh"))
          .forEach(words::add);
    }
    for (int at = words.indexOf("--rerun"); at >= 0; at = words.indexOf("--rerun")) {
      words.subList(at, Math.min(at + 2, words.size())).clear();
    }
    return ShellText.join(words);
  }

  /// What can differ between two studies, as `outer.inner` and value: when and by which words they
  /// were called is left out.
  SequencedMap<String, String> flat() {
    SequencedMap<String, String> flat = new LinkedHashMap<>();
    last.forEach((name, value) -> {
      if (!List.of("at", "command", "directory").contains(name)) {
        flatten(name, value, flat);
      }
    });
    return flat;
  }

  private static void flatten(String name, Value value, SequencedMap<String, String> flat) {
    if (value instanceof Value.Entries(SequencedMap<String, Value> entries)) {
      entries.forEach((key, inner) -> flatten(name + "." + key, inner, flat));
    } else {
      flat.put(name, value.spelling());
    }
  }

  /// In words, the three that matter most before all others: engine, machine, time.
  SequencedMap<String, String> inWords(Collection<String> engines) {
    SequencedMap<String, String> words = new LinkedHashMap<>();
    words.put("engine", String.join(", ", engines));
    words.put("machine", machine());
    words.put("measured", when());
    words.put("Kneeline", StudyFiles.text(last, "kneeline"));
    words.put("command", again());
    words.put("in folder", StudyFiles.text(last, "directory"));
    words.put("git commit", commit());
    SequencedMap<String, Value> machine = StudyFiles.entries(last, "machine");
    words.put("host", StudyFiles.text(machine, "host"));
    words.put("system", StudyFiles.text(machine, "system"));
    words.put("Java", StudyFiles.text(machine, "java"));
    StudyFiles.entries(last, "environment")
        .forEach((name, value) -> words.put(name, value.spelling()));
    words.values().removeIf(String::isBlank);
    return words;
  }

  private String machine() {
    SequencedMap<String, Value> machine = StudyFiles.entries(last, "machine");
    List<String> parts = new ArrayList<>();
    if (machine.get("gpus") instanceof Value.Items(List<Value> gpus) && !gpus.isEmpty()) {
      parts.add(gpus.size() + " × " + gpu(gpus.getFirst()));
    }
    parts.add(StudyFiles.text(machine, "processor"));
    String cpus = StudyFiles.text(machine, "cpus");
    parts.add(cpus.isEmpty() ? "" : cpus + " CPUs");
    StudyFiles.number(machine.getOrDefault("memory_bytes", Value.UNSET))
        .ifPresent(bytes -> parts.add("%.0f GiB".formatted(bytes / (1L << 30))));
    parts.removeIf(String::isEmpty);
    return String.join(", ", parts);
  }

  private static String gpu(Value gpu) {
    return StudyFiles.entries(gpu)
        .map(entries -> StudyFiles.text(entries, "name"))
        .filter(name -> !name.isEmpty())
        .orElseGet(gpu::spelling);
  }

  private String when() {
    String at = StudyFiles.text(last, "at");
    try {
      String when = at.isEmpty() ? "" : WHEN.format(Instant.parse(at));
      return sessions > 1 ? "%s (the last of %d calls)".formatted(when, sessions) : when;
    } catch (DateTimeParseException foreign) {
      return at;
    }
  }

  private String commit() {
    SequencedMap<String, Value> repository = StudyFiles.entries(last, "repository");
    String commit = StudyFiles.text(repository, "commit");
    return repository.get("changed_files") instanceof Value.Items(List<Value> changed)
            && !changed.isEmpty()
        ? "%s, and %d changed file%s"
            .formatted(commit, changed.size(), changed.size() == 1 ? "" : "s")
        : commit;
  }
}
