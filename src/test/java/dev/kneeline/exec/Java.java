package dev.kneeline.exec;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Starts a `main` of these tests as a process of its own, as quickly as Java can.
final class Java {

  private Java() {}

  static List<String> command(Class<?> main, String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                Stream.of(Processes.class, Java.class)
                    .map(Java::location)
                    .collect(Collectors.joining(File.pathSeparator)),
                main.getName()));
    words.addAll(List.of(arguments));
    return words;
  }

  private static String location(Class<?> type) {
    return Path.of(
            java.net.URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }
}
