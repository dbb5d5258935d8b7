package dev.kneeline.load;

import java.util.List;
import java.util.SplittableRandom;

/// Prompts that are made up: random, with repeated prefixes, or in the manner of sonnets.
final class SyntheticPrompts implements Prompts {

  private static final long LENGTHS = 1;
  private static final long PREFIX = 2;
  private static final long BODY = 3;

  private final Dataset dataset;
  private final TokenText text;
  private final long seed;

  SyntheticPrompts(Dataset dataset, PromptForm form, long seed) {
    this.dataset = dataset;
    this.text = new TokenText(form);
    this.seed = seed;
  }

  @Override
  public long distinct() {
    return Long.MAX_VALUE;
  }

  @Override
  public Prompt prompt(long index) {
    return switch (dataset) {
      case Dataset.RandomPrompts random -> random(random, index);
      case Dataset.PrefixRepetition(int prefixes, int prefix, int suffix, int output) ->
          behindPrefix(index, index % prefixes, prefix, suffix, output);
      case Dataset.Sonnet(int input, int prefix, int output) ->
          behindPrefix(index, 0, prefix, input - prefix, output);
      case Dataset.Sessions _,
          Dataset.ShareGpt _,
          Dataset.Custom _,
          Dataset.Trace _,
          Dataset.BurstGpt _ ->
          throw new IllegalStateException("those prompts are made elsewhere");
    };
  }

  private Prompt random(Dataset.RandomPrompts random, long index) {
    SplittableRandom lengths = Seeds.stream(seed, LENGTHS, index);
    int input = random.input().draw(lengths);
    int output = random.output().draw(lengths);
    return behindPrefix(index, 0, random.prefix(), input, output);
  }

  private Prompt behindPrefix(long index, long which, int prefix, int suffix, int output) {
    String json =
        text.json(
            List.of(
                new TokenText.Part(Seeds.stream(seed, PREFIX, which), prefix),
                new TokenText.Part(Seeds.stream(seed, BODY, index), suffix)));
    return new Prompt(json, prefix + suffix, output);
  }
}
