package dev.kneeline.llama;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The models that can be generated, by the names `--model-size` takes.
public enum ModelSize {
  /// 0.3 million weights: starts at once and answers in milliseconds; for tests.
  TINY(new Architecture(64, 2, 4, 2, 160, 2048, 8192)),
  /// 7.9 million weights: enough work per token that slots and weight types matter on one core.
  DEMO(new Architecture(384, 4, 6, 2, 1024, 2048, 8192)),
  /// 27.8 million weights: larger than a small processor's cache, so that memory matters too.
  SMALL(new Architecture(512, 8, 8, 4, 1408, 4096, 8192));

  private final Architecture architecture;

  ModelSize(Architecture architecture) {
    this.architecture = architecture;
  }

  public Architecture architecture() {
    return architecture;
  }

  /// The name on the command line and in file names: `tiny`, `demo`, `small`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The size of that label, or empty when there is none.
  public static Optional<ModelSize> find(String label) {
    return Arrays.stream(values()).filter(size -> size.label().equals(label)).findFirst();
  }
}
