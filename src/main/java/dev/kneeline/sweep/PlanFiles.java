package dev.kneeline.sweep;

import dev.kneeline.plan.Overview;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ProcessCommand;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.report.PlanJson;
import dev.kneeline.report.PlanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// A plan as files, for people who read before they spend: `plan.txt`, `plan.json`, and for each
/// server its commands and its runs' loads. Secrets are hidden.
public final class PlanFiles {

  private PlanFiles() {}

  /// @return how many files were written
  public static int write(Plan plan, Overview overview, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("plan.txt"), PlanText.of(overview, true));
    Files.writeString(folder.resolve("plan.json"), PlanJson.of(overview));
    int files = 2;
    for (ServerNode server : plan.servers()) {
      Path place = Files.createDirectories(folder.resolve("servers").resolve(server.id()));
      if (server.spec() instanceof ServerSpec.Start start) {
        for (ProcessCommand process : start.processes()) {
          Files.writeString(place.resolve(process.role() + ".command.txt"), process.show() + "\n");
          files++;
        }
      }
      Files.writeString(place.resolve("runs.txt"), runs(server));
      files++;
    }
    return files;
  }

  private static String runs(ServerNode server) {
    return server.runs().stream().map(PlanFiles::run).collect(Collectors.joining());
  }

  private static String run(PlannedRun run) {
    return "# %s, run %d, seed %d\n%s\n"
        .formatted(run.point().label(), run.repetition(), run.seed(), run.load().show());
  }
}
