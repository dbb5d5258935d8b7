package dev.kneeline.dialect.vllm;

import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.Planner;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.Subject;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.store.Answer;
import dev.kneeline.store.Damage;
import dev.kneeline.store.StoredRun;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Failure;
import dev.kneeline.study.Run;
import dev.kneeline.study.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// vLLM's files, written from the study after every commit: `run=N.json` and `summary.json` of each
/// pair, `summary.csv` of all, `run=N.failure.json` of what failed, and `manifest.json`, which
/// tells what each folder stands for.
final class Layout {

  /// A sweep of starts has no server of its own.
  private static final String STARTUP = "STARTUP";

  private static final String MANIFEST = "manifest.json";

  private final Prepared prepared;
  private final String second;
  private final Path root;
  private final SequencedMap<Pair, String> folders;
  private final RunJson runs;
  private final SummaryCsv csv;

  /// The sound runs of each folder by number.
  private final Map<String, TreeMap<Integer, ObjectNode>> written = new HashMap<>();

  Layout(Prepared prepared) {
    this.second =
        prepared.sweep().subject() instanceof Subject.Offline ? STARTUP : FolderNames.BENCH;
    this.prepared = prepared;
    this.root = prepared.experiment().folder();
    this.folders = FolderNames.of(prepared.pairs(), second);
    this.runs = new RunJson(prepared.experiment().study());
    this.csv = new SummaryCsv(root.resolve("summary.csv"));
  }

  /// Where one run of a pair lies.
  Path file(Pair pair, PlannedRun planned) {
    return root.resolve(folder(pair, planned.point()))
        .resolve("run=%d.json".formatted(RunJson.number(planned)));
  }

  /// Holds the files against the study. A run whose file was damaged or taken away counts no more
  /// and is measured again; one that was committed after the last file was written is only written.
  ///
  /// @return what is measured again and why, and what stays from other rows, in sentences
  List<String> reconcile(StudyFolder study) {
    List<String> again = new ArrayList<>(manifest());
    Map<String, StoredRun> stored =
        study.records().runs().stream()
            .collect(Collectors.toMap(run -> run.run().folder(), run -> run));
    Map<String, String> damaged =
        study.verify().damages().stream()
            .collect(
                Collectors.toMap(damage -> folder(damage), Damage::message, (one, other) -> one));
    List<Kept> kept = kept(study, stored);
    Instant newest =
        kept.stream()
            .filter(each -> each.state() == FileState.SOUND)
            .map(each -> each.stored().committed())
            .max(Instant::compareTo)
            .orElse(Instant.MIN);
    for (Kept each : kept) {
      String damage = damaged.get(each.stored().run().folder());
      boolean lost =
          each.state() == FileState.MISSING && each.stored().committed().isBefore(newest);
      if (damage != null || lost || each.state() == FileState.DAMAGED) {
        study.supersede(each.stored());
        again.add(
            "%s is measured again: %s"
                .formatted(
                    root.relativize(each.file()),
                    damage != null
                        ? "its raw file " + damage
                        : lost ? "it was removed" : "it is damaged"));
      } else if (each.state() == FileState.SOUND) {
        JsonFiles.read(each.file())
            .ifPresent(json -> {
              remember(each.pair(), each.planned(), json);
              csv.add(place(each.pair(), each.planned()), json);
            });
      } else {
        write(each.pair(), each.planned(), each.stored().run());
      }
    }
    written.keySet().forEach(this::summary);
    csv.write();
    return again;
  }

  /// The planned runs that the study answers, those of a search's points too.
  List<PlannedRun> measured(StudyFolder study) {
    return answers(study).entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Answer.Measured)
        .map(Map.Entry::getKey)
        .toList();
  }

  void committed(PlannedRun planned, Run run) {
    for (Pair pair : prepared.pairsOf(planned.point())) {
      write(pair, planned, run);
      delete(failureFile(pair, planned));
      delete(serverFailureFile(pair.serve()));
      summary(folder(pair, planned.point()));
    }
  }

  void failed(PlannedRun planned, Failure failure) {
    for (Pair pair : prepared.pairsOf(planned.point())) {
      ObjectNode json = failure(failure);
      json.put("run_number", RunJson.number(planned));
      json.set("serve_overrides", overrides(pair.serve()));
      json.set("bench_overrides", overrides(pair.bench()));
      JsonFiles.write(failureFile(pair, planned), json);
    }
  }

  void serverFailed(ServerNode server, Failure failure, List<PlannedRun> notMeasured) {
    List<Pair> pairs =
        server.runs().stream()
            .map(PlannedRun::point)
            .distinct()
            .flatMap(point -> prepared.pairsOf(point).stream())
            .toList();
    for (Row serve : pairs.stream().map(Pair::serve).distinct().toList()) {
      ObjectNode json = failure(failure);
      json.set("serve_overrides", overrides(serve));
      json.put("runs_not_measured", notMeasured.size());
      JsonFiles.write(serverFailureFile(serve), json);
    }
  }

  /// What a file tells on resume.
  private enum FileState {
    SOUND,
    MISSING,
    DAMAGED
  }

  /// A run that the study has, with its file.
  private record Kept(
      Pair pair, PlannedRun planned, StoredRun stored, Path file, FileState state) {}

  private List<Kept> kept(StudyFolder study, Map<String, StoredRun> stored) {
    List<Kept> kept = new ArrayList<>();
    answers(study)
        .forEach((planned, answer) -> {
          if (answer instanceof Answer.Measured(Run run)) {
            for (Pair pair : prepared.pairsOf(planned.point())) {
              Path file = file(pair, planned);
              Optional.ofNullable(stored.get(run.folder()))
                  .ifPresent(it -> kept.add(new Kept(pair, planned, it, file, state(file, run))));
            }
          }
        });
    return kept;
  }

  /// Every repetition of the points that the study knows of these pairs, in vLLM's order.
  private Map<PlannedRun, Answer> answers(StudyFolder study) {
    List<Point> known =
        study.study().trials().stream()
            .map(Trial::point)
            .filter(point -> !prepared.pairsOf(point).isEmpty())
            .toList();
    SequencedSet<Point> points = new LinkedHashSet<>(prepared.points().values());
    points.retainAll(Set.copyOf(known));
    points.addAll(known);
    return study.measured(new Planner(prepared.sweep()).plan(List.copyOf(points))).answers();
  }

  private static FileState state(Path file, Run run) {
    if (!Files.exists(file)) {
      return FileState.MISSING;
    }
    Optional<ObjectNode> json = JsonFiles.read(file);
    if (json.isEmpty() || !RunJson.isSound(json.get())) {
      return FileState.DAMAGED;
    }
    // Another question's file stands in the place of one that is asked again.
    return json.get().path(RunJson.FINGERPRINT).asString("").equals(run.fingerprint())
        ? FileState.SOUND
        : FileState.MISSING;
  }

  private void write(Pair pair, PlannedRun planned, Run run) {
    SequencedMap<String, Value> searched = prepared.searchedIn(pair, planned.point());
    ObjectNode json = runs.of(pair, searched, planned, run);
    JsonFiles.write(file(pair, planned), json);
    remember(pair, planned, json);
    csv.write(place(pair, planned), json);
  }

  private void remember(Pair pair, PlannedRun planned, ObjectNode json) {
    written
        .computeIfAbsent(folder(pair, planned.point()), folder -> new TreeMap<>())
        .put(RunJson.number(planned), json);
  }

  private SummaryCsv.Place place(Pair pair, PlannedRun planned) {
    return new SummaryCsv.Place(
        prepared.pairs().indexOf(pair),
        FolderNames.with(
            "", prepared.searchedFolders(), prepared.searchedIn(pair, planned.point())),
        RunJson.number(planned));
  }

  private void summary(String folder) {
    ArrayNode summary = JsonFiles.array();
    written.getOrDefault(folder, new TreeMap<>()).values().forEach(summary::add);
    JsonFiles.write(root.resolve(folder).resolve("summary.json"), summary);
  }

  private String folder(Pair pair, Point point) {
    return FolderNames.with(
        folders.getOrDefault(pair, ""),
        prepared.searchedFolders(),
        prepared.searchedIn(pair, point));
  }

  private static String folder(Damage damage) {
    int raw = damage.path().lastIndexOf('/');
    return damage.path().matches("runs/.*/attempt-\\d+") || raw < 0
        ? damage.path()
        : damage.path().substring(0, raw);
  }

  /// Folders of rows that are no longer in the files keep their entry, as their results stay.
  private List<String> manifest() {
    Path file = root.resolve(MANIFEST);
    ObjectNode manifest = JsonFiles.object();
    folders.forEach((pair, folder) -> {
      ObjectNode entry = manifest.putObject(folder.isEmpty() ? "." : folder);
      entry.put("name", FolderNames.full(pair, second));
      entry.set("serve", overrides(pair.serve()));
      entry.set("bench", overrides(pair.bench()));
    });
    List<String> earlier = new ArrayList<>();
    JsonFiles.read(file)
        .ifPresent(before ->
            before
                .properties()
                .forEach(entry -> {
                  if (!manifest.has(entry.getKey()) && Files.exists(root.resolve(entry.getKey()))) {
                    manifest.set(entry.getKey(), entry.getValue());
                    earlier.add(
                        "%s stays; its rows are not asked for now, nor in summary.csv"
                            .formatted(entry.getKey()));
                  }
                }));
    JsonFiles.write(file, manifest);
    return earlier;
  }

  private static ObjectNode overrides(Row row) {
    ObjectNode json = JsonFiles.object();
    row.values().forEach((key, value) -> json.set(key, JsonFiles.node(value)));
    return json;
  }

  private static ObjectNode failure(Failure failure) {
    ObjectNode json = JsonFiles.object();
    json.put("error_type", failure.kind().name().toLowerCase(Locale.ROOT));
    json.put("error", failure.message());
    json.put("hint", failure.hint());
    json.put("log", failure.log());
    return json;
  }

  private Path failureFile(Pair pair, PlannedRun planned) {
    return root.resolve(folder(pair, planned.point()))
        .resolve("run=%d.failure.json".formatted(RunJson.number(planned)));
  }

  private Path serverFailureFile(Row serve) {
    return root.resolve(FolderNames.ofServer(serve) + "-failure.json");
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot delete " + file, failed);
    }
  }
}
