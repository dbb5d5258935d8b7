package dev.kneeline.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelGeneratorTest {

  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir private Path folder;

  /// The bytes are a promise: a figure measured on a model can be repeated anywhere.
  @ParameterizedTest
  @CsvSource({
    "F32, d0eb26fa359ad5e5410e44e14d24ac03b10c1fa7f61d9ef2b899f14ec65db8fb",
    "F16, b5fc876b6bd10870e7c6f8115ed07b4d06f4fe3196688d0ae3899b2d33dc5939",
    "Q8_0, 483f26301a9058a0cb551b655e45decf5ed84ae0cd488a59e1ac0415a82159c3",
    "Q4_0, dbba93c6322f8def23a0c58e52b670878580c285485bfba7e6ec2b2bbc81a783"
  })
  void the_tiny_model_has_the_same_bytes_everywhere(WeightType weights, String sha256)
      throws IOException, NoSuchAlgorithmException {
    assertThat(sha256(generate(weights, 42))).isEqualTo(sha256);
  }

  @Test
  void another_seed_gives_other_weights() throws IOException {
    assertThat(Files.readAllBytes(generate(WeightType.Q4_0, 43)))
        .isNotEqualTo(Files.readAllBytes(generate(WeightType.Q4_0, 42)));
  }

  @Test
  void the_head_reads_back_as_it_was_meant() throws IOException {
    GgufHeader header = GgufHeader.read(generate(WeightType.Q4_0, 42));
    Architecture tiny = ModelSize.TINY.architecture();
    assertThat(header.text("general.architecture")).contains("llama");
    assertThat(header.whole("llama.context_length")).hasValue(tiny.context());
    assertThat(header.whole("llama.embedding_length")).hasValue(tiny.embedding());
    assertThat(header.flag("tokenizer.ggml.add_bos_token")).contains(true);
    assertThat((List<?>) header.metadata().get("tokenizer.ggml.tokens")).hasSize(tiny.vocabulary());
    assertThat(header.tensors()).hasSize(3 + 9 * tiny.layers());
    assertThat(header.tensors().getFirst().dimensions()).containsExactly(64L, 2048L);
    assertThat(header.tensors()).allMatch(tensor -> tensor.offset() % 32 == 0);
  }

  @Test
  void a_model_that_is_there_is_kept_and_nothing_else_is_left_in_the_folder() throws IOException {
    Path file = generate(WeightType.Q8_0, 42);
    Files.setLastModifiedTime(file, LONG_AGO);
    assertThat(Files.getLastModifiedTime(generate(WeightType.Q8_0, 42))).isEqualTo(LONG_AGO);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void a_truncated_model_is_made_again() throws IOException {
    Path file = generate(WeightType.Q4_0, 42);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThat(Files.readAllBytes(generate(WeightType.Q4_0, 42))).isEqualTo(whole);
  }

  @Test
  void a_model_with_another_head_is_made_again() throws IOException {
    Path file = generate(WeightType.Q4_0, 42);
    byte[] whole = Files.readAllBytes(file);
    byte[] changed = whole.clone();
    changed[100]++;
    Files.write(file, changed);
    assertThat(Files.readAllBytes(generate(WeightType.Q4_0, 42))).isEqualTo(whole);
  }

  @Test
  void a_head_cut_short_or_of_another_kind_is_an_error_that_names_the_file() throws IOException {
    Path cut = folder.resolve("cut.gguf");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(generate(WeightType.F16, 42)), 500));
    assertThatIOException()
        .isThrownBy(() -> GgufHeader.read(cut))
        .withMessageContaining("cut.gguf");
    Path text = Files.writeString(folder.resolve("text.gguf"), "not a model at all");
    assertThatIOException()
        .isThrownBy(() -> GgufHeader.read(text))
        .withMessageContaining("text.gguf is not a model file");
  }

  private Path generate(WeightType weights, long seed) throws IOException {
    return ModelGenerator.generate(new ModelRecipe(ModelSize.TINY, weights, seed), folder);
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
