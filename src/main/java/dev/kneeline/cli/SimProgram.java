package dev.kneeline.cli;

import dev.kneeline.exec.Detached;
import dev.kneeline.sim.SimCommand;
import dev.kneeline.sim.SimHost;
import dev.kneeline.sweep.EngineFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `kneeline sim` with what the simulator may not do itself: start processes and read YAML.
final class SimProgram implements SimHost {

  private SimProgram() {}

  static int run(List<String> words, PrintWriter out, PrintWriter err) {
    return SimCommand.run(words, out, err, new SimProgram());
  }

  @Override
  public void startAgain(List<String> arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    line.addAll(
        List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "sim"));
    line.addAll(arguments);
    Detached.start(line);
  }

  @Override
  public Map<String, List<String>> readEngineFile(Path file, String section) throws IOException {
    try {
      return EngineFile.flags(Files.readString(file), section);
    } catch (IllegalArgumentException wrong) {
      throw new IOException("%s: %s".formatted(file, wrong.getMessage()), wrong);
    }
  }
}
