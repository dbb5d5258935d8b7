package dev.kneeline.load;

import java.util.List;
import java.util.Optional;

/// LoRA adapters among which requests are spread, each asked for under its name in place of the
/// model's.
///
/// @param names empty: the model itself answers
/// @param inTurn one after the other; else by chance, the same for the same seed and request
public record Adapters(List<String> names, boolean inTurn, long seed) {

  private static final long CHOICE = 10;

  public Adapters {
    names = List.copyOf(names);
  }

  Optional<String> of(long index) {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        names.get(
            inTurn
                ? (int) (index % names.size())
                : Seeds.stream(seed, CHOICE, index).nextInt(names.size())));
  }
}
