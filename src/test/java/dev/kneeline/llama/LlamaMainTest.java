package dev.kneeline.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process around the engine: how it begins, refuses and ends.
class LlamaMainTest {

  @TempDir private Path folder;

  @Test
  void a_port_in_use_is_refused() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertRefused(
          "couldn't bind HTTP server socket, hostname: 127.0.0.1, port: " + taken.getLocalPort(),
          "--port",
          Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void a_combination_the_engine_cannot_run_is_refused_in_its_own_words() throws Exception {
    assertRefused("V cache quantization requires flash_attn", "-ctv", "q8_0");
  }

  @Test
  void a_model_that_is_not_there_or_not_whole_is_refused() throws Exception {
    ModelRecipe recipe = new ModelRecipe(ModelSize.TINY, WeightType.Q4_0, 42);
    byte[] whole = Files.readAllBytes(ModelGenerator.generate(recipe, folder));
    Path cut = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(whole, whole.length / 2));
    try (EngineProcess engine = EngineProcess.start(folder, "--port", "0", "-m", cut.toString())) {
      assertThat(engine.exitCode()).isEqualTo(1);
      assertThat(engine.errors()).contains("model is corrupted or incomplete");
    }
    Path missing = folder.resolve("missing.gguf");
    try (EngineProcess engine =
        EngineProcess.start(folder, "--port", "0", "-m", missing.toString())) {
      assertThat(engine.exitCode()).isEqualTo(1);
      assertThat(engine.errors()).isEqualToIgnoringNewLines("error: there is no file " + missing);
    }
  }

  @Test
  void a_termination_leaves_nothing_behind_even_while_it_writes() throws Exception {
    for (int round = 0; round < 3; round++) {
      terminateWhileItWrites();
    }
  }

  private void terminateWhileItWrites() throws Exception {
    try (EngineProcess engine = EngineProcess.serving(folder, "-c", "8192", "--threads", "2")) {
      Thread.ofPlatform().daemon().start(() -> writeUntilCut(engine));
      while (engine.metric("requests_processing") == 0) {
        Thread.sleep(5);
      }
      engine.process().destroy();
      assertThat(engine.exitCode()).isEqualTo(143);
      assertThat(engine.errors()).isEmpty();
      assertThat(temporaryFolders()).isEmpty();
      assertThat(folder.resolve(EngineProcess.WORKING)).isEmptyDirectory();
    }
  }

  @Test
  void what_a_killed_process_left_is_swept_by_a_later_start() throws Exception {
    try (EngineProcess engine = EngineProcess.serving(folder)) {
      engine.process().destroyForcibly();
      engine.exitCode();
    }
    assertThat(temporaryFolders()).hasSize(1);
    Path left = temporaryFolders().getFirst();
    Files.setLastModifiedTime(left, FileTime.fromMillis(1_000_000_000_000L));
    try (EngineProcess engine = EngineProcess.serving(folder)) {
      assertThat(temporaryFolders()).hasSize(1).doesNotContain(left);
      assertThat(engine.process().isAlive()).isTrue();
    }
  }

  @Test
  void a_folder_in_use_is_not_swept_however_old() throws Exception {
    try (EngineProcess engine = EngineProcess.serving(folder)) {
      Path used = temporaryFolders().getFirst();
      Files.setLastModifiedTime(used, FileTime.fromMillis(1_000_000_000_000L));
      try (EngineProcess second = EngineProcess.serving(folder)) {
        assertThat(temporaryFolders()).hasSize(2).contains(used);
        assertThat(second.address()).isNotEqualTo(engine.address());
      }
    }
  }

  private void assertRefused(String reason, String... flags) throws Exception {
    List<String> all = new ArrayList<>(EngineProcess.tiny(folder));
    all.addAll(List.of(flags));
    try (EngineProcess engine = EngineProcess.start(folder, all.toArray(String[]::new))) {
      assertThat(engine.exitCode()).isEqualTo(1);
      assertThat(engine.errors()).contains(reason);
      assertThat(temporaryFolders()).isEmpty();
    }
  }

  private List<Path> temporaryFolders() throws IOException {
    try (Stream<Path> folders = Files.list(folder.resolve("temporary"))) {
      return folders.filter(path -> path.getFileName().toString().startsWith("kneeline-")).toList();
    }
  }

  private static void writeUntilCut(EngineProcess engine) {
    try {
      engine.post("/v1/completions", "{\"prompt\":\"ban\",\"stream\":true,\"ignore_eos\":true}");
    } catch (IOException | InterruptedException e) {
      // The engine was ended in the middle of the answer, as the test wants.
      return;
    }
  }
}
