package dev.kneeline.exec;

import dev.kneeline.plan.ShellText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What a client such as `docker run` runs for us. The client is a messenger only: the container is
/// no descendant of it, and lives on with its GPUs when the client is killed. So the client is made
/// to write down the container's id, and what has that id is removed after the client's end.
///
/// Worked example: `sudo docker run --gpus all IMAGE` becomes `sudo docker run --cidfile FILE
/// --gpus all IMAGE`, and is followed by `sudo docker rm --force ID`.
public final class Container {

  private static final Set<String> CLIENTS = Set.of("docker", "podman", "nerdctl");
  private static final String ID_FILE = "--cidfile";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<String> words;
  private final List<String> removal;
  private final Map<String, String> environment;
  private final Path idFile;

  private Container(
      List<String> words, List<String> removal, Map<String, String> environment, Path idFile) {
    this.words = List.copyOf(words);
    this.removal = List.copyOf(removal);
    this.environment = Map.copyOf(environment);
    this.idFile = idFile;
  }

  /// Where the options of a command's `docker run` begin, whatever stands before it.
  ///
  /// @return an index behind `run`; empty where the command runs no container
  public static Optional<Integer> options(List<String> words) {
    for (int index = 0; index + 1 < words.size(); index++) {
      if (CLIENTS.contains(words.get(index).substring(words.get(index).lastIndexOf('/') + 1))) {
        int run = index + (words.get(index + 1).equals("container") ? 2 : 1);
        if (run < words.size() && words.get(run).equals("run")) {
          return Optional.of(run + 1);
        }
      }
    }
    return Optional.empty();
  }

  /// The container that a command runs, if it does. A command that writes the id to a file of its
  /// own goes on doing so, and that file is read; where the file is there already, the client will
  /// refuse, and the id in it is somebody else's.
  ///
  /// @param idFile where the id will stand otherwise; must not exist yet
  static Optional<Container> of(
      List<String> words, Map<String, String> environment, Path directory, Path idFile) {
    Optional<Integer> options = options(words);
    if (options.isEmpty()) {
      return Optional.empty();
    }
    List<String> removal = new ArrayList<>(words.subList(0, options.get() - 1));
    removal.addAll(List.of("rm", "--force"));
    List<String> asked = new ArrayList<>(words);
    Optional<Path> own =
        ownIdFile(words.subList(options.get(), words.size())).map(directory::resolve);
    if (own.isPresent() && Files.exists(own.get())) {
      return Optional.empty();
    }
    if (own.isEmpty()) {
      asked.addAll(options.get(), List.of(ID_FILE, idFile.toAbsolutePath().toString()));
    }
    return Optional.of(
        new Container(asked, removal, environment, own.orElse(idFile).toAbsolutePath()));
  }

  private static Optional<Path> ownIdFile(List<String> options) {
    for (int index = 0; index < options.size(); index++) {
      String word = options.get(index);
      if (word.startsWith(ID_FILE + "=")) {
        return Optional.of(Path.of(word.substring(ID_FILE.length() + 1)));
      }
      if (word.equals(ID_FILE) && index + 1 < options.size()) {
        return Optional.of(Path.of(options.get(index + 1)));
      }
    }
    return Optional.empty();
  }

  /// The command that also tells the container's id.
  List<String> words() {
    return words;
  }

  /// The file of the id and the words that the id ends, for a shell to read: what is to be done
  /// should we not live to do it.
  String lastWill() {
    List<String> all = new ArrayList<>(List.of(idFile.toString(), "env"));
    environment.forEach((name, value) -> {
      if (name.startsWith("DOCKER_") || name.startsWith("CONTAINER")) {
        all.add(name + "=" + value);
      }
    });
    all.addAll(removal);
    return ShellText.join(all);
  }

  /// Removes the container, whether it runs or not; one that is gone already is no matter.
  void remove() {
    try {
      String id = Files.exists(idFile) ? Files.readString(idFile).strip() : "";
      if (!id.isEmpty()) {
        List<String> command = new ArrayList<>(removal);
        command.add(id);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = Orphans.start(builder);
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
      Files.deleteIfExists(idFile);
    } catch (IOException impossible) {
      // The client was there when it started the container; its port and memory are waited for.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
