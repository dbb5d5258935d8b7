package dev.kneeline.load;

/// Watches a run. Called from a thread of its own, at most four times a second.
@FunctionalInterface
public interface LoadListener {

  void progress(Progress progress);

  /// Nobody watches.
  static LoadListener none() {
    return progress -> {};
  }
}
