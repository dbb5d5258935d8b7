package dev.kneeline.store;

import dev.kneeline.plan.PlannedRun;
import dev.kneeline.space.Value;
import dev.kneeline.study.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;

/// One start of a server: a folder with its logs and what it was asked and said to run with.
public final class ServerAttempt {

  private final StudyFolder study;
  private final String relative;

  ServerAttempt(StudyFolder study, String relative) {
    this.study = study;
    this.relative = relative;
  }

  /// What must not stand in the logs of this attempt.
  public Redaction redaction() {
    return study.redaction();
  }

  public Path folder() {
    return study.root().resolve(relative);
  }

  /// The folder relative to the study's, as [StudyFolder#beginRun] wants it.
  public String relative() {
    return relative;
  }

  /// The log of the process that takes the load, from its first second on.
  public Path log() {
    return log("server");
  }

  /// The log of the process of one role.
  public Path log(String role) {
    return folder().resolve(role + ".log");
  }

  /// Keeps a text such as `command.txt`, secrets hidden.
  public void keep(String name, String text) {
    Durable.replace(folder().resolve(name), study.redaction().file(text));
  }

  /// Keeps facts such as `effective.json`, secrets hidden.
  public void keep(String name, SequencedMap<String, Value> facts) {
    study.write(folder().resolve(name), study.redaction().value(new Value.Entries(facts)));
  }

  /// Keeps why the server served no more, which is the failure of every run not measured on it.
  public void fail(Failure failure, List<PlannedRun> notMeasured) {
    study.write(
        folder().resolve(RunAttempt.FAILURE),
        RunFiles.serverFailure(failure, notMeasured, study.now(), study.redaction()));
    study.serverFailed(relative, failure, notMeasured.size());
  }
}
