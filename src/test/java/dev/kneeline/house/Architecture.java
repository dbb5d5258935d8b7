package dev.kneeline.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The package table of ARCHITECTURE.md, which the build follows, so that the page cannot drift.
record Architecture(List<Layer> layers) {

  /// One row of the table.
  record Layer(String name, boolean pure) {}

  private static final Pattern ROW =
      Pattern.compile("^\\| \\d+ \\| `([a-z]+)` \\| .* \\| ([^|]+) \\|$", Pattern.MULTILINE);

  static Architecture read() {
    List<Layer> layers = new ArrayList<>();
    Matcher matcher = ROW.matcher(page());
    while (matcher.find()) {
      layers.add(new Layer(matcher.group(1), matcher.group(2).strip().equals("pure")));
    }
    return new Architecture(layers);
  }

  static String page() {
    try {
      return Files.readString(Path.of("ARCHITECTURE.md"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// Packages that may touch no file, resource, network, process or clock.
  List<String> purePackages() {
    List<String> names = new ArrayList<>(List.of("dev.kneeline.sim.model.."));
    for (Layer layer : layers) {
      if (layer.pure()) {
        names.add("dev.kneeline." + layer.name() + "..");
      }
    }
    return names;
  }
}
