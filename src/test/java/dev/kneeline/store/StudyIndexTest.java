package dev.kneeline.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.metric.Figure;
import dev.kneeline.metric.Figures;
import dev.kneeline.study.Run;
import dev.kneeline.study.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `index.bin` makes reading fast and never changes what is read.
class StudyIndexTest {

  private static final int POINTS = 8;

  @TempDir Path folder;

  @Test
  void what_is_read_with_the_index_is_what_the_files_say() throws IOException {
    List<StoredRun> fromFiles = measuredLongAgo();
    assertThat(index()).isRegularFile();
    assertThat(indexed()).hasSize(POINTS);

    assertThat(runs()).isEqualTo(fromFiles).hasSize(2 * POINTS);
    assertThat(opened()).as("no file was read again").isZero();
    List<StoredRun> again = runs();
    assertThat(again.getFirst().run().figures().keys())
        .isSameAs(again.getLast().run().figures().keys());
  }

  @Test
  void a_changed_removed_or_added_run_shows_at_once() throws IOException {
    measuredLongAgo();
    Path first = folder.resolve(runs().get(0).run().folder()).resolve("run.json");
    Path second = folder.resolve(runs().get(2).run().folder()).resolve("run.json");
    Files.writeString(first, Files.readString(first).replace("100.5", "999.5"));
    Files.delete(second);
    try (StudyFolder study = StudyFolder.open(folder, OpenMode.CONTROL)) {
      Given.measure(study, Given.planned(Given.concurrency(7), 3), 5);
      StoredRun last = study.records().runs().get(1);
      study.replaceFigures(last, figures(7777));
    }

    List<Double> values = values(runs());
    assertThat(values).hasSize(2 * POINTS).contains(999.5, 7777.0, 5.0).doesNotContain(100.5);
    Files.delete(index());
    assertThat(values(runs())).isEqualTo(values);
  }

  @Test
  void a_damaged_index_is_none_and_is_made_anew() throws IOException {
    List<StoredRun> fromFiles = measuredLongAgo();
    byte[] bytes = Files.readAllBytes(index());
    bytes[bytes.length / 2] ^= 1;
    Files.write(index(), bytes);
    assertThat(indexed()).isEmpty();
    assertThat(runs()).isEqualTo(fromFiles);
    assertThat(indexed()).hasSize(POINTS);

    Files.write(index(), new byte[] {1, 2, 3});
    assertThat(runs()).isEqualTo(fromFiles);
  }

  @Test
  void what_was_written_a_moment_ago_is_read_again_since_a_change_might_not_show()
      throws IOException {
    measure();
    assertThat(runs()).hasSize(2 * POINTS);
    Path first = folder.resolve(runs().getFirst().run().folder()).resolve("run.json");
    FileTime before = Files.getLastModifiedTime(first);
    Files.writeString(first, Files.readString(first).replace("100.5", "999.5"));
    Files.setLastModifiedTime(first, before);
    assertThat(values(runs())).contains(999.5);
  }

  @Test
  void a_failed_or_open_attempt_is_read_from_its_files_each_time() throws IOException {
    measuredLongAgo();
    try (StudyFolder study = StudyFolder.open(folder, OpenMode.CONTROL)) {
      RunAttempt open = study.beginRun(Given.planned(Given.concurrency(3), 1, "-other"), "");
      age(folder.resolve("runs"));
      assertThat(runs()).hasSize(2 * POINTS);
      assertThat(runs()).hasSize(2 * POINTS);
      Given.write(open, "x");
      open.commit(Given.record(3.25));
      age(folder.resolve("runs"));
      assertThat(values(runs())).contains(3.25).hasSize(2 * POINTS + 1);
    }
  }

  private Path index() {
    return folder.resolve(IndexReader.FILE);
  }

  /// The runs, read from their files, with an index of all of them behind it.
  private List<StoredRun> measuredLongAgo() throws IOException {
    measure();
    age(folder.resolve("runs"));
    Files.deleteIfExists(index());
    return runs();
  }

  /// Two repetitions of many points, the first with all that a run may hold.
  private void measure() {
    try (StudyFolder study = StudyFolder.open(folder, OpenMode.CONTROL)) {
      for (int point = 1; point <= POINTS; point++) {
        for (int repetition = 1; repetition <= 2; repetition++) {
          RunAttempt attempt =
              study.beginRun(
                  Given.planned(Given.concurrency(point), repetition), "servers/a/attempt-1");
          Given.write(attempt, "samples");
          attempt.commit(
              RunRecord.of(
                  figures(99.5 + point),
                  new Verdict(repetition == 1 ? "SUSPECT" : "OK", List.of("late by 3 ms")),
                  new Origin(true, "sim", "1.0", List.of("dtype")),
                  new Run.Cost(1.5, 0.25, 2),
                  repetition == 1 ? "samples.bin" : ""));
        }
      }
    }
  }

  private static Figures figures(double value) {
    SequencedMap<String, Figure> figures = new LinkedHashMap<>();
    figures.put("output_throughput", Figure.of(value));
    figures.put("p99_ttft_ms", Figure.of(2 * value, false));
    figures.put("request_goodput", Figure.absent());
    return new Figures(figures);
  }

  private List<StoredRun> runs() {
    return new RecordsReader(folder, 1).read().runs();
  }

  private List<IndexedPoint> indexed() {
    List<IndexedPoint> points = new ArrayList<>();
    IndexReader.read(folder, points::add);
    return points;
  }

  private long opened() {
    RecordsReader reader = new RecordsReader(folder);
    reader.read();
    return reader.opened();
  }

  private static List<Double> values(List<StoredRun> runs) {
    return runs.stream()
        .map(each -> each.run().figures().value("output_throughput").orElseThrow())
        .toList();
  }

  private static void age(Path folder) throws IOException {
    FileTime then = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        Files.setLastModifiedTime(each, then);
      }
    }
  }
}
