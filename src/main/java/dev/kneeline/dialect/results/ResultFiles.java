package dev.kneeline.dialect.results;

import dev.kneeline.space.Names;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Reads result files of other tools: finds them, recognises whose they are by what is in them, and
/// gives their runs. A file that gives none is told with its reason, and the rest is read.
public final class ResultFiles {

  /// Files that are read at once: enough for every core, few enough to forget.
  private static final int BATCH = 1024;

  private static final String EXPERIMENT = "experiment_metadata.json";

  private final Wishes wishes;
  private final Map<Path, SequencedMap<String, Value>> experiments = new ConcurrentHashMap<>();

  private ResultFiles(Wishes wishes) {
    this.wishes = wishes;
  }

  /// What the user says of the files.
  ///
  /// @param format what every file is; empty: recognised by its content
  /// @param ignored names, ours or the tool's, that are no parameters here
  /// @param gpus of runs that do not tell; 0 for unknown
  /// @param except a folder that is not looked into
  public record Wishes(
      Optional<ResultFormat> format, Set<String> ignored, int gpus, Optional<Path> except) {

    public static final Wishes NONE = new Wishes(Optional.empty(), Set.of(), 0, Optional.empty());

    public Wishes {
      ignored = Set.copyOf(ignored);
    }
  }

  /// What one file gave.
  public sealed interface Read {

    Path file();

    /// Runs, at least one.
    record Runs(Path file, List<FoundRun> runs) implements Read {
      public Runs {
        runs = List.copyOf(runs);
      }
    }

    /// It can be read and tells no run of its own.
    ///
    /// @param reason why, such as that it sums up others
    record NoResult(Path file, String reason) implements Read {}

    /// It cannot be read.
    ///
    /// @param reason what is wrong with it
    record Unreadable(Path file, String reason) implements Read {}
  }

  /// The study of ours that answers for a folder, where there is one: the folder itself, or the one
  /// that a `bench sweep` of ours keeps inside beside vLLM's layout.
  public static Optional<Path> study(Path folder) {
    return ResultTree.study(folder);
  }

  /// Reads everything below some files and folders, in the order of paths.
  ///
  /// @param each is called for every file, one after the other
  public static void read(List<Path> sources, Wishes wishes, Consumer<Read> each) {
    ResultTree.Found found = ResultTree.of(sources, wishes.except());
    ResultFiles files = new ResultFiles(wishes);
    found.leftOut().forEach(each);
    for (int from = 0; from < found.files().size(); from += BATCH) {
      List<Path> batch = found.files().subList(from, Math.min(from + BATCH, found.files().size()));
      batch.parallelStream().map(files::file).toList().forEach(each);
    }
    found.studies().forEach(study -> StudyReader.read(study, each));
  }

  private Read file(Path file) {
    try (DigestInputStream bytes =
        new DigestInputStream(new BufferedInputStream(Files.newInputStream(file)), sha256())) {
      List<Value> values =
          file.toString().endsWith(".csv")
              ? SummaryTable.records(new String(bytes.readAllBytes(), StandardCharsets.UTF_8))
              : records(LooseJson.values(bytes));
      rest(bytes);
      String hash = HexFormat.of().formatHex(bytes.getMessageDigest().digest());
      List<FoundRun> runs = new ArrayList<>();
      for (Value value : values) {
        add(runs, Shapes.entries(value), new FoundRun.Place(file, hash, Files.size(file), 0));
      }
      return runs.isEmpty()
          ? new Read.NoResult(file, reason(file, values))
          : new Read.Runs(file, runs);
    } catch (IOException | IllegalArgumentException broken) {
      return new Read.Unreadable(file, String.valueOf(broken.getMessage()));
    }
  }

  private static String reason(Path file, List<Value> values) {
    if (values.isEmpty()) {
      return "it is empty";
    }
    return String.valueOf(file.getFileName()).equals(EXPERIMENT)
        ? "settings of the results beside it"
        : "no result of a tool that is known";
  }

  private void add(List<FoundRun> runs, SequencedMap<String, Value> record, FoundRun.Place file) {
    Optional<ResultFormat> format = wishes.format().or(() -> Recognition.of(record));
    if (format.isEmpty()) {
      return;
    }
    if (format.get() == ResultFormat.GUIDELLM) {
      for (Value run : Shapes.items(record, GuidellmReader.RUNS)) {
        Sheet sheet = new Sheet();
        GuidellmReader.read(record, Shapes.entries(run), sheet);
        keep(runs, sheet, format.get(), file);
      }
    } else {
      Sheet sheet = new Sheet();
      switch (format.get()) {
        case VLLM, SGLANG -> flat(record, file.file(), sheet);
        case GENAI_BENCH -> GenaiReader.read(record, experiment(file.file()), sheet);
        case INFERENCEMAX -> InferenceMaxReader.read(record, sheet);
        case AIPERF -> AiperfReader.read(record, sheet);
        case GUIDELLM, KNEELINE -> {}
      }
      keep(runs, sheet, format.get(), file);
    }
  }

  private static void flat(SequencedMap<String, Value> record, Path file, Sheet sheet) {
    String name = String.valueOf(file.getFileName());
    if (name.matches("run=\\d{1,9}\\.json")) {
      sheet.number(Long.parseLong(name.substring(4, name.length() - 5)));
    }
    new FlatReader(SweepFolder.of(file.toAbsolutePath())).read(record, sheet);
  }

  /// A record without a single figure is no result, whatever it looks like.
  private void keep(List<FoundRun> runs, Sheet sheet, ResultFormat format, FoundRun.Place file) {
    FoundRun.Place place =
        new FoundRun.Place(file.file(), file.sha256(), file.bytes(), runs.size());
    FoundRun run = sheet.run(format, place, wishes.gpus());
    if (!run.figures().keys().isEmpty()) {
      runs.add(without(run));
    }
  }

  private FoundRun without(FoundRun run) {
    if (wishes.ignored().isEmpty()) {
      return run;
    }
    SequencedMap<String, Value> kept = new LinkedHashMap<>(run.point().values());
    kept.keySet()
        .removeIf(name ->
            wishes.ignored().stream()
                .map(Names::key)
                .anyMatch(key -> key.equals(name) || key.equals(Names.brief(name))));
    return new FoundRun(
        run.format(),
        run.place(),
        new Point(kept),
        run.figures(),
        run.told(),
        run.number(),
        run.gpus(),
        run.unmapped());
  }

  /// genai-bench keeps the settings of a folder's runs once.
  private SequencedMap<String, Value> experiment(Path result) {
    return experiments.computeIfAbsent(
        result.resolveSibling(EXPERIMENT),
        file -> {
          if (!Files.isRegularFile(file)) {
            return new LinkedHashMap<>();
          }
          try (InputStream bytes = Files.newInputStream(file)) {
            return Shapes.entries(LooseJson.values(bytes).getFirst());
          } catch (IOException | IllegalArgumentException unreadable) {
            return new LinkedHashMap<>();
          }
        });
  }

  /// A list's records stand for themselves.
  private static List<Value> records(List<Value> values) {
    List<Value> records = new ArrayList<>();
    for (Value value : values) {
      if (value instanceof Value.Items(List<Value> items)) {
        records.addAll(items);
      } else {
        records.add(value);
      }
    }
    return records;
  }

  private static void rest(InputStream bytes) throws IOException {
    bytes.transferTo(OutputStream.nullOutputStream());
  }

  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(sha256().digest(content));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }
}
