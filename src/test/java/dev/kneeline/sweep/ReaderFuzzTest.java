package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever the text, reading gives a sweep or problems that can be shown, and never throws.
final class ReaderFuzzTest {

  private static final int ROUNDS = Integer.getInteger("kneeline.fuzz.rounds", 1500);
  private static final long SEED = Long.getLong("kneeline.fuzz.seed", 20_261);

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ": ",
          "- ",
          "\n",
          "\n  ",
          "\n    ",
          "*a",
          "&a ",
          "<<: *a",
          "!x ",
          "%",
          "|",
          "'",
          "\"",
          "#",
          "{mem}",
          "{{",
          "}}",
          "4..8 x2",
          "0.1..0.9",
          "1..9 log 3",
          "null",
          "true",
          "0x1F",
          "1e999999999",
          "-.inf",
          ".nan",
          "9223372036854775808",
          "é",
          "\u0000",
          "\t",
          "sweep:",
          "zip:",
          "points:",
          "params:",
          "load:",
          "server:",
          "exclude:",
          "include:",
          "when:",
          "values:",
          "else:",
          "rule:",
          "a > b",
          "\uD83D\uDE00",
          "x-y:",
          "? ",
          "--- ",
          "\r\n",
          "\uFEFF");

  private static final List<String> NAMES =
      List.of(
          "server.max-num-seqs",
          "load.max-concurrency",
          "load.num-prompts",
          "env.A",
          "mem",
          "reason",
          "rule",
          "server.model",
          "*",
          "allocation.nodes",
          "prefill.tp");

  private static final List<String> LEAVES =
      List.of(
          "1",
          "0",
          "-1",
          "2.5",
          "null",
          "true",
          "sim",
          "vllm",
          "'{mem}'",
          "{mem}",
          "'{port}'",
          "4..16 x2",
          "1..4",
          "0.1..0.9",
          "'mem > 1'",
          "'server.max_num_seqs < 3'",
          "''",
          "'a b'",
          "grid",
          "cover",
          "30s",
          "max output_throughput",
          "p99_ttft_ms <= 3",
          "server.max-num-seqs",
          "'http://h:1'",
          "[]",
          "{}",
          "99999999999999999999",
          "1.0e300");

  @Test
  void no_mutation_of_a_file_makes_the_reader_throw() throws IOException {
    List<String> seeds = seeds();
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      String text = mutated(seeds.get(random.nextInt(seeds.size())), random);
      assertShown(text, Overrides.none());
    }
  }

  @Test
  void no_heap_of_pieces_makes_the_reader_throw() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder text = new StringBuilder();
      for (int count = random.nextInt(40); count > 0; count--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      assertShown(text.toString(), Overrides.none());
    }
  }

  @Test
  void no_tree_of_known_keys_makes_the_reader_throw() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      // Every other file is sound but for one or two sections, so that what comes last is reached.
      boolean nearlySound = round % 2 == 0;
      StringBuilder text = new StringBuilder(nearlySound ? "engine: sim\n" : "");
      for (Field field : SweepFields.TABLE.below("")) {
        if (random.nextInt(nearlySound ? 16 : 4) == 0) {
          text.append(field.key()).append(": ").append(tree(field.key(), random, 4)).append('\n');
        }
      }
      assertShown(text.toString(), Overrides.none());
    }
  }

  /// A value with keys that fit its place as often as not.
  private static String tree(String path, SplittableRandom random, int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(5);
    if (kind <= 1) {
      return LEAVES.get(random.nextInt(LEAVES.size()));
    }
    List<String> parts = new ArrayList<>();
    int count = random.nextInt(4);
    if (kind == 2) {
      for (int index = 0; index < count; index++) {
        parts.add(tree(path + "[]", random, depth - 1));
      }
      return "[" + String.join(", ", parts) + "]";
    }
    List<String> keys = new ArrayList<>(NAMES);
    SweepFields.TABLE.below(path).forEach(field -> keys.add(field.key()));
    for (int index = 0; index < count; index++) {
      String key = keys.get(random.nextInt(keys.size()));
      parts.add("'" + key + "': " + tree(path + "." + key, random, depth - 1));
    }
    return "{" + String.join(", ", parts) + "}";
  }

  @Test
  void no_command_line_makes_the_reader_throw() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      List<String> words = new ArrayList<>();
      for (int count = 0; count < 4; count++) {
        words.add(
            List.of(
                        "server.a=",
                        "load.max-concurrency=",
                        "search=",
                        "name=",
                        "sweep.x=",
                        "=",
                        "server=")
                    .get(random.nextInt(7))
                + PIECES.get(random.nextInt(PIECES.size()))
                + PIECES.get(random.nextInt(PIECES.size())));
      }
      assertShown(
          "engine: sim\nsearch: grid\nserver: {params: {seed: 1}}\n",
          new Overrides(
              words.subList(0, 2),
              words.subList(2, 3),
              List.of(words.subList(3, 4)),
              List.of(PIECES.get(random.nextInt(PIECES.size()))),
              Optional.of(PIECES.get(random.nextInt(PIECES.size())))));
    }
  }

  @Test
  void depth_and_aliases_without_end_are_refused() {
    assertShown("[".repeat(100_000), Overrides.none());
    assertShown("- ".repeat(100_000), Overrides.none());
    assertShown("a: {b: ".repeat(3_000), Overrides.none());
    StringBuilder bomb = new StringBuilder("x-0: &a0 [1, 1]\n");
    for (int level = 1; level < 24; level++) {
      bomb.append("x-%d: &a%d [*a%d, *a%d]\n".formatted(level, level, level - 1, level - 1));
    }
    assertShown(bomb + "engine: *a23\n", Overrides.none());
  }

  private static void assertShown(String text, Overrides overrides) {
    ReadOutcome outcome;
    try {
      outcome = SweepReaderTest.read(text, overrides);
    } catch (RuntimeException | Error thrown) {
      throw new AssertionError("reading threw on:\n" + text + "\n" + overrides, thrown);
    }
    if (outcome instanceof ReadOutcome.Refused(List<Problem> problems)) {
      assertThat(problems).anyMatch(Problem::isError);
      assertThat(Problems.render(problems)).contains("error: ");
    }
  }

  private static String mutated(String seed, SplittableRandom random) {
    StringBuilder text = new StringBuilder(seed);
    for (int count = 1 + random.nextInt(4); count > 0; count--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(6));
      switch (random.nextInt(3)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        default -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return text.toString();
  }

  private static List<String> seeds() throws IOException {
    List<String> seeds = new ArrayList<>();
    for (String folder : List.of("examples", "src/test/resources/dev/kneeline/sweep/bad")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        for (Path file :
            files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
          seeds.add(Files.readString(file));
        }
      }
    }
    return seeds;
  }
}
