package dev.kneeline.sweep;

import dev.kneeline.analysis.SlaAnswer;
import dev.kneeline.report.Png;
import dev.kneeline.report.SlaChart;
import dev.kneeline.report.Svg;
import dev.kneeline.search.slo.SloOutcome.Probed;
import dev.kneeline.space.Value;
import dev.kneeline.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// `sla.json`: the answers to an SLA search with every run that they rest on.
///
/// It is derived: a continued `run` works it out anew from the stored runs.
public final class SlaFile {

  public static final String NAME = "sla.json";

  /// Nobody looks at more pictures than this; all is in `sla.json`.
  private static final int MOST_PICTURES = 40;

  private SlaFile() {}

  /// Writes `sla.json` and a picture of each search, `sla-1.png` with `sla-1.svg` and so on.
  ///
  /// @param title of the pictures, such as the study's name
  /// @return the PNG files
  public static List<Path> write(String title, List<SlaAnswer> answers, Path folder) {
    replace(folder.resolve(NAME), Json.pretty(json(answers)).getBytes(StandardCharsets.UTF_8));
    List<Path> pictures = new ArrayList<>();
    for (int number = 1; number <= Math.min(answers.size(), MOST_PICTURES); number++) {
      Optional<String> svg = SlaChart.of(title, answers.get(number - 1)).map(Svg::of);
      if (svg.isPresent()) {
        Path png = folder.resolve("sla-%d.png".formatted(number));
        replace(
            folder.resolve("sla-%d.svg".formatted(number)),
            svg.get().getBytes(StandardCharsets.UTF_8));
        replace(png, Png.of(svg.get()));
        pictures.add(png);
      }
    }
    return pictures;
  }

  private static void replace(Path file, byte[] content) {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.write(aside, content);
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + file, failed);
    }
  }

  /// The file's content.
  static Value json(List<SlaAnswer> answers) {
    SequencedMap<String, Value> file = new LinkedHashMap<>();
    file.put("format", Value.of(1));
    file.put("answers", new Value.Items(answers.stream().map(SlaFile::answer).toList()));
    return new Value.Entries(file);
  }

  /// Reads a folder's answers back; none where there is no file, or nobody can read it.
  public static List<SlaAnswer> read(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      return Files.exists(file) ? answers(Json.read(Files.readAllBytes(file))) : List.of();
    } catch (IOException | IllegalArgumentException damaged) {
      return List.of();
    }
  }

  private static Value answer(SlaAnswer answer) {
    SequencedMap<String, Value> entries = new LinkedHashMap<>();
    entries.put("configuration", Value.of(answer.configuration()));
    entries.put("variable", Value.of(answer.variable()));
    entries.put("sla", Value.of(answer.sla()));
    entries.put("status", Value.of(answer.status()));
    entries.put("value", number(answer.value()));
    entries.put("fails_at", number(answer.fails()));
    entries.put("why", Value.of(answer.why()));
    List<Value> probes = new ArrayList<>();
    for (Probed probed : answer.probes()) {
      probes.add(probe(probes.size() + 1, probed));
    }
    entries.put("probes", new Value.Items(probes));
    return new Value.Entries(entries);
  }

  private static Value probe(int number, Probed probed) {
    SequencedMap<String, Value> entries = new LinkedHashMap<>();
    entries.put("number", Value.of(number));
    entries.put("value", number(OptionalDouble.of(probed.value())));
    entries.put("repetition", Value.of(probed.repetition()));
    entries.put("passes", Value.of(probed.passes()));
    entries.put("worst", Value.of(probed.limit()));
    entries.put("margin", number(probed.margin()));
    entries.put("note", Value.of(probed.note()));
    return new Value.Entries(entries);
  }

  private static Value number(OptionalDouble number) {
    if (number.isEmpty()) {
      return Value.UNSET;
    }
    double value = number.getAsDouble();
    return Double.isInfinite(value)
        ? Value.of("inf")
        : Value.of(new BigDecimal(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()));
  }

  private static List<SlaAnswer> answers(Value file) {
    return items(entries(file), "answers").stream().map(SlaFile::answer).toList();
  }

  private static SlaAnswer answer(SequencedMap<String, Value> entries) {
    return new SlaAnswer(
        text(entries, "configuration"),
        text(entries, "variable"),
        text(entries, "sla"),
        text(entries, "status"),
        number(entries, "value"),
        number(entries, "fails_at"),
        text(entries, "why"),
        items(entries, "probes").stream().map(SlaFile::probe).toList());
  }

  private static Probed probe(SequencedMap<String, Value> entries) {
    return new Probed(
        number(entries, "value").orElse(Double.NaN),
        (int) number(entries, "repetition").orElse(1),
        text(entries, "worst"),
        number(entries, "margin"),
        text(entries, "note"));
  }

  private static List<SequencedMap<String, Value>> items(
      SequencedMap<String, Value> entries, String key) {
    return entries.get(key) instanceof Value.Items(List<Value> items)
        ? items.stream().map(SlaFile::entries).toList()
        : List.of();
  }

  private static SequencedMap<String, Value> entries(Value value) {
    return value instanceof Value.Entries(SequencedMap<String, Value> entries)
        ? entries
        : new LinkedHashMap<>();
  }

  private static String text(SequencedMap<String, Value> entries, String key) {
    return entries.get(key) instanceof Value.Text(String text) ? text : "";
  }

  private static OptionalDouble number(SequencedMap<String, Value> entries, String key) {
    return switch (entries.getOrDefault(key, Value.UNSET)) {
      case Value.Whole whole -> OptionalDouble.of(whole.number());
      case Value.Real real -> OptionalDouble.of(real.number().doubleValue());
      case Value.Text(String text) when text.equals("inf") ->
          OptionalDouble.of(Double.POSITIVE_INFINITY);
      case Value.Text _, Value.Flag _, Value.Items _, Value.Entries _, Value.Unset _ ->
          OptionalDouble.empty();
    };
  }
}
