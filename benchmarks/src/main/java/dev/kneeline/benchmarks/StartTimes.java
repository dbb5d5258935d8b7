package dev.kneeline.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How long a call of the launcher takes, as the minimum of 20 starts, beside a bare JVM that
/// prints one word: the bars are `--help` under 0.35 s and `plan` of a plain file under 0.6 s.
public final class StartTimes {

  private static final int STARTS = 20;

  private StartTimes() {}

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments.length > 0 ? arguments[0] : "..").toRealPath();
    String kneeline = home.resolve("kneeline").toString();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path bare = bareProgram();
    double jvm =
        best(
            List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                bare.toString(),
                "Bare"));
    row("bare JVM", jvm, jvm);
    row("kneeline --help", best(List.of(kneeline, "--help")), jvm);
    String plain = home.resolve("examples/01-first-sweep.yaml").toString();
    row("kneeline plan 01", best(List.of(kneeline, "plan", plain)), jvm);
    String rules = home.resolve("examples/04-rules-and-conditions.yaml").toString();
    row("kneeline plan 04 (rules)", best(List.of(kneeline, "plan", rules)), jvm);
    row("kneeline params --count", best(List.of(kneeline, "params", "--count")), jvm);
    row(
        "kneeline params --max-combinations 100",
        best(List.of(kneeline, "params", "--max-combinations", "100", "--output", "-")),
        jvm);
  }

  private static void row(String what, double seconds, double jvm) {
    System.out.printf("%-40s %.3f s  %.1f bare JVMs%n", what, seconds, seconds / jvm);
  }

  private static double best(List<String> command) throws IOException, InterruptedException {
    double[] seconds = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      long started = System.nanoTime();
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("failed: " + String.join(" ", command));
      }
      seconds[i] = (System.nanoTime() - started) / 1e9;
    }
    return Arrays.stream(seconds).min().orElseThrow();
  }

  private static Path bareProgram() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("bare");
    Path source = folder.resolve("Bare.java");
    Files.writeString(
        source,
        "class Bare { public static void main(String[] a) { System.out.println(\"x\"); } }");
    List<String> compile =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-d",
                folder.toString(),
                source.toString()));
    if (new ProcessBuilder(compile).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("javac failed");
    }
    return folder;
  }
}
