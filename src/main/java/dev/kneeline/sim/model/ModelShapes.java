package dev.kneeline.sim.model;

import dev.kneeline.sim.model.ModelShape.Attention;
import dev.kneeline.sim.model.ModelShape.Experts;
import dev.kneeline.sim.model.ModelShape.Parameters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The models that the simulation knows, by their published configurations.
public final class ModelShapes {

  private static final Experts DENSE = new Experts(0, 0);

  /// Grouped attention: keys and values of each KV head; scores and sums over every query head.
  private static Attention grouped(int heads, int kvHeads, int headWidth) {
    double operations = 4.0 * heads * headWidth;
    return new Attention(kvHeads, 2 * kvHeads * headWidth, operations, operations);
  }

  /// DeepSeek's latent attention keeps 512 + 64 numbers whatever the heads, and cannot be split
  /// among GPUs. For prompts its 128 heads compare 192 numbers and sum 128; for answers they work
  /// on the latent numbers themselves, comparing 576 and summing 512.
  private static final Attention LATENT =
      new Attention(1, 576, 2.0 * 128 * (192 + 128), 2.0 * 128 * (576 + 512));

  private static final ModelShape LLAMA_8B =
      new ModelShape(
          "llama-3.1-8b",
          new Parameters(8.03e9, 8.03e9, 0),
          32,
          4096,
          grouped(32, 8, 128),
          DENSE,
          131_072,
          Precision.BF16);

  private static final ModelShape LLAMA_70B =
      new ModelShape(
          "llama-3.3-70b",
          new Parameters(70.6e9, 70.6e9, 0),
          80,
          8192,
          grouped(64, 8, 128),
          DENSE,
          131_072,
          Precision.BF16);

  private static final ModelShape LLAMA_1B =
      new ModelShape(
          "llama-3.2-1b",
          new Parameters(1.24e9, 1.24e9, 0),
          16,
          2048,
          grouped(32, 8, 64),
          DENSE,
          131_072,
          Precision.BF16);

  private static final ModelShape LLAMA_2_7B =
      new ModelShape(
          "llama-2-7b",
          new Parameters(6.74e9, 6.74e9, 0),
          32,
          4096,
          grouped(32, 32, 128),
          DENSE,
          4096,
          Precision.BF16);

  private static final ModelShape DEEPSEEK_R1 = deepseek("deepseek-r1", Precision.FP8);

  private static final ModelShape DEEPSEEK_R1_FP4 = deepseek("deepseek-r1-fp4", Precision.FP4);

  /// 58 layers of 256 experts, each of 3 matrices of 7,168 x 2,048: 653.9 of the 671 billion.
  private static ModelShape deepseek(String name, Precision precision) {
    return new ModelShape(
        name,
        new Parameters(671e9, 37e9, 653.9e9),
        61,
        7168,
        LATENT,
        new Experts(256, 8),
        163_840,
        precision);
  }

  private ModelShapes() {}

  /// In the order of the reference page.
  public static List<ModelShape> all() {
    return List.of(LLAMA_8B, LLAMA_70B, LLAMA_1B, LLAMA_2_7B, DEEPSEEK_R1, DEEPSEEK_R1_FP4);
  }

  /// The shape of a model named as on a hub, by a path, or by a cluster's alias: what follows the
  /// last slash decides, and `dsr1` stands for DeepSeek-R1.
  public static Optional<ModelShape> find(String name) {
    String base = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    for (ModelShape shape : all()) {
      if (base.equals(shape.name())) {
        return Optional.of(shape);
      }
    }
    if (base.contains("deepseek-r1") || base.contains("deepseek-v3") || base.contains("dsr1")) {
      return Optional.of(base.contains("fp4") ? DEEPSEEK_R1_FP4 : DEEPSEEK_R1);
    }
    if (!base.contains("llama")) {
      return Optional.empty();
    }
    if (base.contains("70b")) {
      return Optional.of(LLAMA_70B);
    }
    if (base.contains("8b")) {
      return Optional.of(LLAMA_8B);
    }
    if (base.contains("-1b")) {
      return Optional.of(LLAMA_1B);
    }
    return base.contains("7b") ? Optional.of(LLAMA_2_7B) : Optional.empty();
  }
}
