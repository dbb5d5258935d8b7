package dev.kneeline.llama;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Makes a llama model of random weights which a real engine loads and runs: no download, no
/// licence, and real tokens. What it writes means nothing, but costs what any tokens cost.
///
/// Equal recipes give equal bytes on every machine.
public final class ModelGenerator {

  private static final int BUFFER_BYTES = 1 << 20;
  private static final float NORM_EPSILON = 1e-5f;
  private static final float ROPE_BASE = 10_000f;
  private static final String CHAT_TEMPLATE =
      "{% for message in messages %}{{ message['role'] + ': ' + message['content'] + '\\n' }}"
          + "{% endfor %}{% if add_generation_prompt %}{{ 'assistant: ' }}{% endif %}";

  private final ModelRecipe recipe;
  private final Vocabulary vocabulary;
  private final List<Tensor> tensors;

  private ModelGenerator(ModelRecipe recipe) {
    this.recipe = recipe;
    this.vocabulary = Vocabulary.ofSize(recipe.size().architecture().vocabulary());
    this.tensors = Tensor.of(recipe.size().architecture(), recipe.weights());
  }

  /// The recipe's model in that folder, written unless it is there already.
  ///
  /// A file is reused when its length and its whole head (all metadata and the tensor table) are
  /// what the recipe gives. A new file is written aside, synced and renamed, so a reader never sees
  /// half a model and two generators at once do no harm.
  ///
  /// @return the model's file
  /// @throws IOException when the folder cannot be made or the file not written
  public static Path generate(ModelRecipe recipe, Path folder) throws IOException {
    ModelGenerator generator = new ModelGenerator(recipe);
    Files.createDirectories(folder);
    Path file = folder.resolve(recipe.fileName());
    byte[] head = generator.head();
    if (!generator.isAt(file, head)) {
      Path aside = Files.createTempFile(folder, recipe.fileName(), ".part");
      try {
        generator.write(aside, head);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(aside);
      }
    }
    return file;
  }

  private boolean isAt(Path file, byte[] head) throws IOException {
    long data = tensors.stream().mapToLong(tensor -> GgufWriter.padded(tensor.bytes())).sum();
    if (!Files.isRegularFile(file) || Files.size(file) != head.length + data) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(head.length), head);
    }
  }

  private byte[] head() {
    Architecture shape = recipe.size().architecture();
    GgufWriter writer =
        new GgufWriter()
            .text("general.architecture", "llama")
            .text("general.name", recipe.name())
            .text("general.description", "random weights, seed " + recipe.seed())
            .whole("general.file_type", recipe.weights().fileCode())
            .whole("llama.context_length", shape.context())
            .whole("llama.embedding_length", shape.embedding())
            .whole("llama.block_count", shape.layers())
            .whole("llama.feed_forward_length", shape.feedForward())
            .whole("llama.attention.head_count", shape.heads())
            .whole("llama.attention.head_count_kv", shape.keyValueHeads())
            .real("llama.attention.layer_norm_rms_epsilon", NORM_EPSILON)
            .whole("llama.rope.dimension_count", shape.headWidth())
            .real("llama.rope.freq_base", ROPE_BASE)
            .whole("llama.vocab_size", shape.vocabulary());
    return describeVocabulary(writer).head(tensors);
  }

  private GgufWriter describeVocabulary(GgufWriter writer) {
    List<Vocabulary.Token> tokens = vocabulary.tokens();
    // Any falling scores do: only one merge is ever possible within a word, see Vocabulary.
    List<Float> scores = IntStream.range(0, tokens.size()).mapToObj(rank -> (float) -rank).toList();
    return writer
        .text("tokenizer.ggml.model", "llama")
        .texts("tokenizer.ggml.tokens", tokens.stream().map(Vocabulary.Token::text).toList())
        .reals("tokenizer.ggml.scores", scores)
        .wholes(
            "tokenizer.ggml.token_type", tokens.stream().map(token -> token.kind().code()).toList())
        .whole("tokenizer.ggml.bos_token_id", Vocabulary.SEQUENCE_START)
        .whole("tokenizer.ggml.eos_token_id", Vocabulary.SEQUENCE_END)
        .whole("tokenizer.ggml.unknown_token_id", Vocabulary.UNKNOWN)
        .flag("tokenizer.ggml.add_bos_token", true)
        .flag("tokenizer.ggml.add_eos_token", false)
        .text("tokenizer.chat_template", CHAT_TEMPLATE);
  }

  private void write(Path file, byte[] head) throws IOException {
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      writeFully(out, ByteBuffer.wrap(head));
      ByteBuffer rows = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int ordinal = 0; ordinal < tensors.size(); ordinal++) {
        Tensor tensor = tensors.get(ordinal);
        encode(tensor, new Weights(tensor, ordinal, recipe.seed(), vocabulary.tokens()), rows, out);
      }
      out.force(true);
    }
  }

  private static void encode(Tensor tensor, Weights weights, ByteBuffer rows, FileChannel out)
      throws IOException {
    long rowBytes = tensor.type().bytes(tensor.columns());
    float[] row = new float[tensor.columns()];
    for (int index = 0; index < tensor.rows(); index++) {
      weights.fill(row, index);
      if (rows.remaining() < rowBytes + GgufWriter.ALIGNMENT) {
        writeFully(out, rows.flip());
        rows.clear();
      }
      tensor.type().encode(row, rows);
    }
    rows.put(new byte[(int) (GgufWriter.padded(tensor.bytes()) - tensor.bytes())]);
    writeFully(out, rows.flip());
    rows.clear();
  }

  private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
