package dev.kneeline.cli;

import dev.kneeline.sweep.MachineFacts;

/// This machine, as a sweep sees it.
final class Machine {

  private Machine() {}

  /// What rules may know of it.
  static MachineFacts facts() {
    return MachineFacts.plain(Runtime.getRuntime().availableProcessors());
  }
}
