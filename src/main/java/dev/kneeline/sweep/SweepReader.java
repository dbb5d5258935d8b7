package dev.kneeline.sweep;

import dev.kneeline.plan.Sweep;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a sweep file into the question that it asks. All problems are told at once; a file with
/// any error asks nothing.
public final class SweepReader {

  private final Path home;

  /// @param home the user's folder, for engine files
  public SweepReader(Path home) {
    this.home = home;
  }

  /// Reads a file.
  ///
  /// @param facts what rules may know of the machine
  public ReadOutcome read(Path file, Overrides overrides, MachineFacts facts) {
    Problems problems = new Problems();
    Optional<Source> source = Texts.read(file, problems);
    return source.isEmpty()
        ? new ReadOutcome.Refused(problems.all())
        : read(source.get(), overrides, facts, EngineReader.beside(file, home));
  }

  /// Reads a text, such as one that a dialect wrote.
  public ReadOutcome read(
      Source source, Overrides overrides, MachineFacts facts, EngineReader engines) {
    Problems problems = new Problems();
    YamlReader yaml = new YamlReader(problems);
    Optional<Node> node = yaml.read(source);
    if (node.isEmpty() && !problems.hasErrors()) {
      problems.error(source.start(), "the file is empty", "kneeline init writes a first one");
    }
    if (node.isEmpty() || !yaml.intact()) {
      return new ReadOutcome.Refused(problems.all());
    }
    Node.Mapping merged = new OverrideReader(overrides, problems).applyTo(node.orElseThrow());
    Settings written = new Settings(new Checker(SweepFields.TABLE, problems).check(merged));
    Settings file = new SloReader(written, problems).declared();
    Optional<Sweep> sweep = new SweepMaker(file, engines, problems).make(source.name(), facts);
    return sweep.isPresent() && !problems.hasErrors()
        ? new ReadOutcome.Read(sweep.get(), problems.all(), source.text())
        : new ReadOutcome.Refused(problems.all());
  }
}
