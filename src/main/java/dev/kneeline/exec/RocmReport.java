package dev.kneeline.exec;

import dev.kneeline.exec.Gpus.Gpu;
import dev.kneeline.exec.Gpus.Reading;
import dev.kneeline.space.Value;
import dev.kneeline.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One JSON report of `rocm-smi`, whose field names differ between its versions: they are found by
/// the words in them.
record RocmReport(List<Gpu> gpus, Map<Integer, Reading> readings) {

  private static final Pattern CARD = Pattern.compile("card(\\d+)");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
  private static final double MIB = 1 << 20;

  static RocmReport ask(String program) {
    List<String> words =
        List.of(
            program,
            "--showproductname",
            "--showmeminfo",
            "vram",
            "--showuse",
            "--showpower",
            "--showclocks",
            "--json");
    return of(String.join("\n", Tools.lines(words)));
  }

  static RocmReport of(String json) {
    List<Gpu> gpus = new ArrayList<>();
    Map<Integer, Reading> readings = new LinkedHashMap<>();
    cards(json)
        .forEach((name, card) -> {
          Matcher matcher = CARD.matcher(name);
          if (matcher.matches() && card instanceof Value.Entries fields) {
            int index = Integer.parseInt(matcher.group(1));
            gpus.add(gpu(index, fields.entries()));
            readings.put(index, reading(fields.entries()));
          }
        });
    return new RocmReport(gpus, readings);
  }

  private static Map<String, Value> cards(String json) {
    try {
      return Json.read(json) instanceof Value.Entries report ? report.entries() : Map.of();
    } catch (IllegalArgumentException noJson) {
      return Map.of();
    }
  }

  private static Gpu gpu(int index, SequencedMap<String, Value> fields) {
    String name =
        fields.entrySet().stream()
            .filter(each -> each.getKey().toLowerCase(Locale.ROOT).contains("series"))
            .map(each -> each.getValue().spelling())
            .findFirst()
            .orElse("AMD GPU");
    return new Gpu(index, name, (long) (find(fields, "vram", "total memory").orElse(0) / MIB));
  }

  private static Reading reading(SequencedMap<String, Value> fields) {
    OptionalDouble used = find(fields, "vram", "used memory");
    return new Reading(
        used.isPresent() ? OptionalDouble.of(used.getAsDouble() / MIB) : used,
        find(fields, "gpu use"),
        find(fields, "power", "(w)"),
        find(fields, "sclk clock speed"));
  }

  private static OptionalDouble find(SequencedMap<String, Value> fields, String... words) {
    for (Map.Entry<String, Value> field : fields.entrySet()) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      Matcher number = NUMBER.matcher(field.getValue().spelling());
      if (List.of(words).stream().allMatch(name::contains) && number.find()) {
        return OptionalDouble.of(Double.parseDouble(number.group()));
      }
    }
    return OptionalDouble.empty();
  }
}
