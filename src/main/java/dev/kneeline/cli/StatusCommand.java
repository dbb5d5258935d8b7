package dev.kneeline.cli;

import dev.kneeline.store.Damage;
import dev.kneeline.store.Records;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kneeline status DIR`: where each trial stands, and who is working on the study.
@Command(
    name = "status",
    description = "Shows where each trial of a study stands.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "the study's folder")
  @Nullable Path folder;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (StudyFolder study = Studies.read(folder)) {
      Records records = study.records();
      Map<String, Integer> counts = new LinkedHashMap<>();
      for (Trial trial : records.study().trials()) {
        counts.merge(word(trial.state()), 1, Integer::sum);
      }
      out.println(
          "%s: %s"
              .formatted(
                  study.root().getFileName(),
                  counts.isEmpty()
                      ? "nothing measured yet"
                      : counts.entrySet().stream()
                          .map(entry -> entry.getValue() + " " + entry.getKey())
                          .collect(Collectors.joining(", "))));
      study.holder().ifPresent(holder -> out.println("being run by " + holder.line()));
      for (Trial trial : records.study().trials()) {
        out.println(
            "  %s  %s  %s"
                .formatted(trial.point().id(), trial.point().label(), trial.state().line()));
      }
      for (Damage damage : records.damages()) {
        out.println("  damaged: %s: %s".formatted(damage.path(), damage.message()));
      }
    }
    return ExitCode.OK;
  }

  private static String word(TrialState state) {
    return switch (state) {
      case TrialState.Waiting waiting -> "waiting";
      case TrialState.Running running -> "partly measured";
      case TrialState.Completed completed -> "done";
      case TrialState.Failed failed -> "failed";
      case TrialState.Unviable unviable -> "unviable";
      case TrialState.Pruned pruned -> "pruned";
    };
  }
}
