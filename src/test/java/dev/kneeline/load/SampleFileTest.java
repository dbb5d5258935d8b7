package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.metric.FailureClass;
import dev.kneeline.metric.Outcome;
import dev.kneeline.metric.Sample;
import dev.kneeline.metric.Timing;
import dev.kneeline.metric.TokenEvents;
import dev.kneeline.metric.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFileTest {

  @TempDir Path folder;

  @Test
  void what_was_written_is_read_again_as_often_as_wanted() throws IOException {
    List<Sample> samples = samples(500);
    Path file = write(samples);
    SampleFile.Recording recording = SampleFile.read(file);
    assertThat(recording.samples().count()).isEqualTo(500);
    assertThat(recording.samples()).containsExactlyElementsOf(samples);
    assertThat(recording.samples()).containsExactlyElementsOf(samples);
    assertThat(recording.window()).contains(new Window(0, 77));
  }

  @Test
  void a_file_cut_anywhere_gives_the_records_before_the_cut() throws IOException {
    List<Sample> samples = samples(5);
    Path file = write(samples);
    byte[] whole = Files.readAllBytes(file);
    int header = "kneeline-samples 1\n".length();
    for (int length = header; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      SampleFile.Recording recording = SampleFile.read(file);
      int count = (int) recording.samples().count();
      assertThat(recording.samples()).containsExactlyElementsOf(samples.subList(0, count));
      assertThat(recording.window()).isEmpty();
    }
  }

  @Test
  void a_request_of_64_tokens_takes_less_than_400_bytes() throws IOException {
    long[] at = new long[64];
    int[] tokens = new int[64];
    for (int i = 0; i < 64; i++) {
      at[i] = 100_000_000L + i * 20_001_234L;
      tokens[i] = 1;
    }
    Sample sample = sample(0, new TokenEvents(at, tokens), Outcome.completed());
    assertThat(Files.size(write(List.of(sample)))).isLessThan(400);
  }

  @Test
  void another_file_is_refused() throws IOException {
    Path file = Files.writeString(folder.resolve("other"), "{\"completed\": 3}");
    assertThatThrownBy(() -> SampleFile.read(file)).hasMessageContaining("no samples");
  }

  private Path write(List<Sample> samples) throws IOException {
    Path file = folder.resolve("new/run.samples");
    Recorder recorder = new Recorder(Optional.of(file), true, false);
    samples.forEach(sample -> recorder.accept(sample, ""));
    assertThat(recorder.finish(new Window(0, 77))).containsExactlyElementsOf(samples);
    return file;
  }

  private static List<Sample> samples(int count) {
    Random random = new Random(3);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long[] at = random.longs(random.nextInt(5), 0, 1L << 40).sorted().toArray();
      int[] tokens = random.ints(at.length, 0, 9).toArray();
      Outcome outcome =
          random.nextBoolean()
              ? Outcome.completed()
              : new Outcome.Failed(FailureClass.RESET, 200, "cut off: ü " + i);
      samples.add(sample(i, new TokenEvents(at, tokens), outcome));
    }
    return samples;
  }

  private static Sample sample(int index, TokenEvents events, Outcome outcome) {
    long sent = events.isEmpty() ? 5 : Math.min(5, events.firstNanos());
    long end = events.isEmpty() ? 9 : Math.max(9, events.lastNanos());
    return new Sample(
        index,
        new Timing(-3, sent, 2, end),
        events,
        outcome,
        10,
        events.count(),
        7,
        index % 2 == 0 ? Optional.of("length") : Optional.empty());
  }
}
