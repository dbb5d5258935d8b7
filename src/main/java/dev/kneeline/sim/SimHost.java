package dev.kneeline.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What the simulator asks of the program around it, because only other packages may do it.
public interface SimHost {

  /// Starts this program once more, as `kneeline sim` with these arguments, and does not wait for
  /// it.
  void startAgain(List<String> arguments) throws IOException;

  /// Reads an engine's YAML file: the values of each key as they are spelled, several for a list
  /// and none for null.
  ///
  /// @param section the key below which they stand, or "" for the file's top
  /// @throws IOException where it cannot be read, or is not such a file; the message says what
  Map<String, List<String>> readEngineFile(Path file, String section) throws IOException;

  /// A host that can do neither.
  static SimHost none() {
    return new SimHost() {
      @Override
      public void startAgain(List<String> arguments) throws IOException {
        throw new IOException("this program cannot start workers");
      }

      @Override
      public Map<String, List<String>> readEngineFile(Path file, String section)
          throws IOException {
        throw new IOException("this program cannot read " + file);
      }
    };
  }
}
