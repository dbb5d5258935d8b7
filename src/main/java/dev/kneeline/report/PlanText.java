package dev.kneeline.report;

import dev.kneeline.plan.Allocation;
import dev.kneeline.plan.Overview;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ProcessCommand;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.space.Removal;
import dev.kneeline.space.Value;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// The dry run for a person: counts, what is left out and why, the tree, the first commands in
/// full.
public final class PlanText {

  private static final int SERVERS_SHOWN = 12;
  private static final int COMMANDS_SHOWN = 2;
  private static final int VALUES_SHOWN = 8;

  private final StringBuilder text = new StringBuilder();
  private final Overview overview;
  private final boolean whole;

  private PlanText(Overview overview, boolean whole) {
    this.overview = overview;
    this.whole = whole;
  }

  /// @param whole all servers and commands instead of the first ones
  public static String of(Overview overview, boolean whole) {
    PlanText page = new PlanText(overview, whole);
    page.counts();
    page.tree();
    page.commands();
    return page.text.toString();
  }

  private void counts() {
    Plan plan = overview.plan();
    line(
        "%s: %s, %s to measure, %s",
        plan.name(),
        count(overview.points(), "point"),
        range(plan.least().runs().size(), plan.runs().size()),
        count(plan.serverStarts(), "server start"));
    for (Removal removal : overview.removals()) {
      if (!removal.inOrder().equals(BigInteger.ZERO)) {
        line("  left out: %s by %s", removal.inOrder(), removal.rule());
      }
    }
    if (overview.cached() > 0) {
      line("  measured already: %s", count(overview.cached(), "run"));
    }
    if (!plan.runs().isEmpty()) {
      line("  estimate: %s (%s)", cost(), overview.estimate().basis());
    }
  }

  private String cost() {
    String most = duration(overview.estimate().time());
    String least = duration(overview.least().time());
    String time = "about " + (least.equals(most) ? most : least + " to " + most);
    double gpuHours = overview.estimate().gpuHours();
    return gpuHours == 0 ? time : time + ", " + gpuHours(overview.least().gpuHours(), gpuHours);
  }

  private static String gpuHours(double least, double most) {
    return least == most
        ? String.format(Locale.ROOT, "%.3g GPU-hours", most)
        : String.format(Locale.ROOT, "%.3g to %.3g GPU-hours", least, most);
  }

  /// `12 runs`, or `9 to 30 runs` where repetitions end once the means are sure.
  private static String range(int least, int most) {
    return least == most ? count(most, "run") : "%d to %d runs".formatted(least, most);
  }

  /// `45 s`, `12 min`, `3 h 20 min`: two units at most.
  static String duration(Duration duration) {
    long seconds = Math.max(1, duration.toSeconds());
    if (seconds < 100) {
      return seconds + " s";
    }
    long minutes = Math.round(seconds / 60.0);
    return minutes < 100 ? minutes + " min" : "%d h %02d min".formatted(minutes / 60, minutes % 60);
  }

  private void tree() {
    int shown = 0;
    int all = overview.plan().servers().size();
    int limit = whole ? all : SERVERS_SHOWN;
    for (Allocation allocation : overview.plan().allocations()) {
      if (shown < limit) {
        line("");
        line("%s", heading(allocation));
      }
      for (ServerNode server : allocation.servers()) {
        if (shown < limit) {
          shown++;
          server(server, shown, all);
        }
      }
    }
    if (shown < all) {
      line("  ... and %s (--all shows them)", count(all - shown, "more server"));
    }
  }

  private static String heading(Allocation allocation) {
    String gpus = allocation.gpus() == 0 ? "no GPU" : count(allocation.gpus(), "GPU");
    String label = allocation.point().label();
    return label.isEmpty() ? "allocation: " + gpus : "allocation %s: %s".formatted(label, gpus);
  }

  private void server(ServerNode server, int number, int all) {
    String what =
        switch (server.spec()) {
          case ServerSpec.Start start -> start.engine().name() + " server";
          case ServerSpec.Attach attach -> "running server " + attach.url();
          case ServerSpec.Absent absent -> "commands";
        };
    line("  %s %d/%d  %s", what, number, all, server.point().label());
    int most = server.runs().stream().mapToInt(PlannedRun::repetition).max().orElse(1);
    int least =
        server.runs().stream()
            .filter(run -> run.unless().isEmpty())
            .mapToInt(PlannedRun::repetition)
            .max()
            .orElse(most);
    line("    load  %s  x%s", loads(server), least == most ? most : least + ".." + most);
  }

  /// Each parameter that varies among the server's runs, with its values in order.
  private static String loads(ServerNode server) {
    SequencedMap<String, List<String>> values = new LinkedHashMap<>();
    for (PlannedRun run : server.runs()) {
      for (Map.Entry<String, Value> entry : run.point().values().entrySet()) {
        if (server.point().values().containsKey(entry.getKey())) {
          continue;
        }
        List<String> seen = values.computeIfAbsent(entry.getKey(), name -> new ArrayList<>());
        String spelling = entry.getValue().spelling();
        if (!seen.contains(spelling)) {
          seen.add(spelling);
        }
      }
    }
    if (values.isEmpty()) {
      return "as given";
    }
    long points = server.runs().stream().map(PlannedRun::point).distinct().count();
    long product = values.values().stream().mapToLong(List::size).reduce(1, Math::multiplyExact);
    return values.entrySet().stream()
            .map(
                entry -> entry.getKey().replaceFirst("^load\\.", "") + "=" + some(entry.getValue()))
            .collect(Collectors.joining("  "))
        + (points == product ? "" : "  (%d of %d points)".formatted(points, product));
  }

  private static String some(List<String> values) {
    if (values.size() <= VALUES_SHOWN) {
      return String.join(",", values);
    }
    return String.join(",", values.subList(0, VALUES_SHOWN - 1)) + ",...," + values.getLast();
  }

  private void commands() {
    int shown = 0;
    for (ServerNode server : overview.plan().servers()) {
      if (!whole && shown == COMMANDS_SHOWN) {
        return;
      }
      shown++;
      line("");
      line("# %s", server.point().label().isEmpty() ? "server" : server.point().label());
      if (server.spec() instanceof ServerSpec.Start start) {
        for (ProcessCommand process : start.processes()) {
          line("%s", process.show());
        }
      }
      line("%s", server.runs().getFirst().load().show());
    }
  }

  private static String count(int number, String noun) {
    return "%d %s%s".formatted(number, noun, number == 1 ? "" : "s");
  }

  private void line(String format, Object... arguments) {
    text.append(format.formatted(arguments).stripTrailing()).append('\n');
  }
}
