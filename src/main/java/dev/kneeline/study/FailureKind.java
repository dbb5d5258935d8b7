package dev.kneeline.study;

/// Why a trial or a run failed: the kind decides retry, pruning and the exit code.
///
/// A new kind is one row here; every switch over kinds then names the places it touches.
public enum FailureKind {
  OUT_OF_MEMORY_AT_LOAD("out of memory at load", Blame.SERVER, false),
  OUT_OF_MEMORY_UNDER_LOAD("out of memory under load", Blame.SERVER, false),
  PORT_IN_USE("port in use", Blame.CLUSTER, true),
  BAD_FLAG("bad flag", Blame.USER, false),
  BAD_MODEL("model not found or unreadable", Blame.USER, false),
  COMMAND_NOT_FOUND("command not found", Blame.USER, false),
  UNSUPPORTED("not supported by the engine", Blame.SERVER, false),
  COMMUNICATION("GPU communication failed", Blame.CLUSTER, true),
  START_TIMEOUT("not ready in time", Blame.SERVER, false),
  SERVER_EXITED("server exited", Blame.SERVER, true),
  CACHE_RESET("cache reset refused", Blame.SERVER, true),
  LOAD_FAILED("requests failed", Blame.SERVER, true),
  SHORT_OUTPUT("fewer tokens than asked", Blame.SERVER, false),
  BENCHMARK_FAILED("benchmark command failed", Blame.LOAD, false),
  RESULT_UNREADABLE("result file unreadable", Blame.LOAD, false),
  RUN_TIMEOUT("run took too long", Blame.LOAD, false),
  RESOURCES("not enough GPUs, memory or disk", Blame.CLUSTER, false),
  INTERRUPTED("interrupted", Blame.CLUSTER, true),
  INTERNAL("error of Kneeline itself", Blame.INTERNAL, false);

  private final String label;
  private final Blame blame;
  private final boolean worthRetrying;

  FailureKind(String label, Blame blame, boolean worthRetrying) {
    this.label = label;
    this.blame = blame;
    this.worthRetrying = worthRetrying;
  }

  /// A few words for a table.
  public String label() {
    return label;
  }

  public Blame blame() {
    return blame;
  }

  /// Whether the same attempt may well succeed a second time; only such kinds are retried, once.
  public boolean worthRetrying() {
    return worthRetrying;
  }

  /// Whether the point failed for lack of memory, which is what monotone pruning follows.
  public boolean byMemory() {
    return this == OUT_OF_MEMORY_AT_LOAD || this == OUT_OF_MEMORY_UNDER_LOAD;
  }

  /// Whether the server cannot run this point at all, so that the trial is *unviable*, not failed.
  public boolean unviable() {
    return byMemory() || this == UNSUPPORTED;
  }
}
