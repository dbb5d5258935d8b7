package dev.kneeline.report;

import dev.kneeline.plan.Allocation;
import dev.kneeline.plan.Overview;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.space.Point;
import dev.kneeline.space.Removal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The dry run for a program: `{name, points, excluded, server_starts, runs, least_runs, cached,
/// estimate, tree}`.
public final class PlanJson {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private PlanJson() {}

  public static String of(Overview overview) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", overview.plan().name());
    json.put("points", overview.points());
    Map<String, Object> excluded = new LinkedHashMap<>();
    for (Removal removal : overview.removals()) {
      excluded.merge(
          removal.rule(),
          removal.inOrder(),
          (one, other) -> ((java.math.BigInteger) one).add((java.math.BigInteger) other));
    }
    json.put("excluded", excluded);
    json.put("server_starts", overview.plan().serverStarts());
    json.put("runs", overview.plan().runs().size());
    json.put("least_runs", overview.plan().least().runs().size());
    json.put("cached", overview.cached());
    Map<String, Object> estimate = new LinkedHashMap<>();
    estimate.put("seconds", overview.estimate().time().toMillis() / 1000.0);
    estimate.put("gpu_hours", overview.estimate().gpuHours());
    estimate.put("least_seconds", overview.least().time().toMillis() / 1000.0);
    estimate.put("basis", overview.estimate().basis());
    json.put("estimate", estimate);
    json.put("tree", overview.plan().allocations().stream().map(PlanJson::allocation).toList());
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
  }

  private static Map<String, Object> allocation(Allocation allocation) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("parameters", parameters(allocation.point()));
    json.put("gpus", allocation.gpus());
    json.put("servers", allocation.servers().stream().map(PlanJson::server).toList());
    return json;
  }

  private static Map<String, Object> server(ServerNode server) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", server.id());
    json.put("parameters", parameters(server.point()));
    if (server.spec() instanceof ServerSpec.Start start) {
      json.put("commands", start.processes().stream().map(process -> process.show()).toList());
    }
    List<Object> runs = new ArrayList<>();
    for (PlannedRun run : server.runs()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("point", run.point().id());
      entry.put("parameters", parameters(run.point()));
      entry.put("repetition", run.repetition());
      entry.put("seed", run.seed());
      entry.put("load", run.load().show());
      entry.put("fingerprint", run.fingerprint());
      runs.add(entry);
    }
    json.put("runs", runs);
    return json;
  }

  private static Map<String, Object> parameters(Point point) {
    Map<String, Object> json = new LinkedHashMap<>();
    point.values().forEach((name, value) -> json.put(name, JsonValues.of(value)));
    return json;
  }
}
