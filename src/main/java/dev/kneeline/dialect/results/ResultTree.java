package dev.kneeline.dialect.results;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which files below some paths are looked at: those that may be results, and of those that tell
/// the same runs twice only the ones nearest to the run.
final class ResultTree {

  private static final String RUN = "run=";
  private static final String SUMMARY = "summary.json";
  private static final String TABLE = "summary.csv";
  private static final String SEARCH = "SLA--";

  private static final String INSIDE = ".kneeline";
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final int LONGEST = 12;

  private final Optional<Path> except;
  private final List<Path> files = new ArrayList<>();
  private final List<Path> studies = new ArrayList<>();
  private final List<ResultFiles.Read> unreadable = new ArrayList<>();

  /// Folders that have a run's own file, or have one below.
  private final Set<Path> withRuns = new HashSet<>();

  /// Folders that have any JSON below.
  private final Set<Path> withJson = new HashSet<>();

  private ResultTree(Optional<Path> except) {
    this.except = except;
  }

  /// What is there.
  ///
  /// @param files that may be results, sorted by path
  /// @param studies folders of Kneeline's own studies
  /// @param leftOut what could not be opened, and what repeats other files
  record Found(List<Path> files, List<Path> studies, List<ResultFiles.Read> leftOut) {}

  /// @param except a folder that is not looked into, such as the one that is written
  static Found of(List<Path> sources, Optional<Path> except) {
    ResultTree tree = new ResultTree(except.map(path -> path.toAbsolutePath().normalize()));
    sources.forEach(tree::walk);
    return tree.found();
  }

  /// The study that answers for a folder: the folder itself, or the one inside that a sweep of ours
  /// keeps beside vLLM's layout.
  static Optional<Path> study(Path folder) {
    return Stream.of(folder, folder.resolve(INSIDE)).filter(ResultTree::isStudy).findFirst();
  }

  private static boolean isStudy(Path folder) {
    return Files.isRegularFile(folder.resolve("format.json"))
        && Files.isDirectory(folder.resolve("runs"));
  }

  private void walk(Path source) {
    try {
      Files.walkFileTree(source, new Visitor());
    } catch (IOException failed) {
      unreadable.add(new ResultFiles.Read.Unreadable(source, String.valueOf(failed.getMessage())));
    }
  }

  private Found found() {
    List<Path> kept = new ArrayList<>();
    List<ResultFiles.Read> leftOut = new ArrayList<>(unreadable);
    for (Path file : files.stream().distinct().sorted(ResultTree::naturally).toList()) {
      String repeated = repeats(file);
      if (repeated.isEmpty()) {
        kept.add(file);
      } else {
        leftOut.add(new ResultFiles.Read.NoResult(file, repeated));
      }
    }
    return new Found(kept, studies.stream().distinct().sorted().toList(), leftOut);
  }

  /// By path, numbers in it by their size: `tp=2` before `tp=16`.
  static int naturally(Path one, Path other) {
    int order = padded(one).compareTo(padded(other));
    return order != 0 ? order : one.compareTo(other);
  }

  private static String padded(Path path) {
    return DIGITS
        .matcher(path.toString())
        .replaceAll(
            digits -> "0".repeat(Math.max(0, LONGEST - digits.group().length())) + digits.group());
  }

  /// Why a file says nothing that another one does not; empty where it does.
  private String repeats(Path file) {
    String name = file.getFileName().toString();
    Path folder = file.getParent();
    boolean summary = name.equals(SUMMARY) || name.startsWith(SEARCH);
    if (summary && withRuns.contains(folder)) {
      return "sums up runs that have files of their own";
    }
    return name.equals(TABLE) && withJson.contains(folder) ? "sums up JSON files beside it" : "";
  }

  private void add(Path file) {
    String name = file.getFileName().toString();
    boolean json = name.endsWith(".json") || name.endsWith(".jsonl");
    if (json || name.equals(TABLE)) {
      files.add(file);
    }
    for (Path each = file.getParent(); json && each != null; each = each.getParent()) {
      boolean known = !withJson.add(each);
      known &= !name.startsWith(RUN) || !withRuns.add(each);
      if (known) {
        return;
      }
    }
  }

  private final class Visitor extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (except.equals(Optional.of(folder.toAbsolutePath().normalize()))) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      // Beside the study of a `bench sweep` of ours lie the same runs in vLLM's layout.
      Optional<Path> study = study(folder);
      study.ifPresent(studies::add);
      return study.isPresent() ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      add(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failed) {
      unreadable.add(
          new ResultFiles.Read.Unreadable(file, "cannot be opened: " + failed.getMessage()));
      return FileVisitResult.CONTINUE;
    }
  }
}
