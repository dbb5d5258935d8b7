package dev.kneeline.sweep;

import dev.kneeline.analysis.SlaAnswer;
import dev.kneeline.search.slo.SloOutcome.Probed;
import dev.kneeline.space.Value;
import dev.kneeline.store.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// `sla.json`: the answers to an SLA search with every run that they rest on.
///
/// It is derived: a continued `run` works it out anew from the stored runs.
public final class SlaFile {

  public static final String NAME = "sla.json";

  private SlaFile() {}

  /// The file's content.
  public static Value json(List<SlaAnswer> answers) {
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
