package dev.kneeline.cli;

import java.util.Optional;

/// The version of this build.
final class Version {

  private Version() {}

  static String number() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  static String line() {
    return "kneeline %s (Java %s)".formatted(number(), Runtime.version());
  }
}
