package dev.kneeline.exec;

import dev.kneeline.load.LoadOptions;
import dev.kneeline.load.SampleFile;
import dev.kneeline.metric.Definitions;
import dev.kneeline.metric.Figures;
import dev.kneeline.space.Value;
import dev.kneeline.store.StoredRun;
import dev.kneeline.store.StudyFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Computes a committed run's figures again, from its samples and the options it was made with.
public sealed interface Recomputation {

  /// The figures by today's definitions.
  record Computed(Figures figures) implements Recomputation {}

  /// Another benchmark measured it, or it kept no samples.
  record WithoutSamples() implements Recomputation {}

  /// Its samples are gone or damaged.
  ///
  /// @param message what is wrong
  record Impossible(String message) implements Recomputation {}

  static Recomputation of(StudyFolder study, StoredRun run) {
    try {
      Optional<? extends Map<String, Value>> options = study.loadOptions(run);
      if (options.isEmpty() || run.raw().isEmpty()) {
        return new WithoutSamples();
      }
      Path raw = study.root().resolve(run.run().folder()).resolve(run.raw().get().name());
      SampleFile.Recording recording = SampleFile.read(raw);
      if (recording.window().isEmpty()) {
        return new Impossible(raw + " was not closed in order");
      }
      int gpus = run.run().cost().gpus();
      Figures figures =
          Definitions.compute(
              recording.samples(),
              recording.window().get(),
              LoadOptions.figures(BuiltInLoad.withGpus(options.get(), gpus)));
      return new Computed(
          study.facts(run).get(Energy.ENDED) instanceof Value.Real ended
              ? Energy.with(
                  figures,
                  raw.resolveSibling("machine.csv"),
                  gpus,
                  ended.number().doubleValue(),
                  recording.window().get().seconds())
              : figures);
    } catch (IOException | UncheckedIOException | IllegalArgumentException damaged) {
      return new Impossible(String.valueOf(damaged.getMessage()));
    }
  }
}
