package dev.kneeline.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// What the server tells of itself: the configuration that took effect, and that it is simulated.
final class ServerInfo {

  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?");

  private ServerInfo() {}

  static String version() {
    return "{\"version\":\"kneeline-sim\",\"simulated\":true}";
  }

  static String model(SimOptions options) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("model_path", Json.text(options.served().names().getFirst()));
    members.put("is_generation", "true");
    members.put("simulated", "true");
    return Json.object(members);
  }

  /// Every flag given, named as in SGLang's reply with underscores, then what followed from them.
  static String server(SimOptions options) {
    Map<String, String> members = new LinkedHashMap<>();
    options
        .readback()
        .flags()
        .forEach((name, value) -> members.put(name.replace('-', '_'), json(value)));
    members.put("model_path", Json.text(options.served().names().getFirst()));
    members.put("max_model_len", Integer.toString(options.served().maxModelLength()));
    if (options.pacing()
        instanceof
        SimOptions.Pacing.Modelled(EnginePlan.Starts plan, SimOptions.Workers workers, _, _, _)) {
      effective(plan, workers, members);
    }
    members.put("no_effect_in_simulation", ignored(options));
    members.put("version", "\"kneeline-sim\"");
    members.put("simulated", "true");
    return Json.object(members);
  }

  /// What the flags came to, under SGLang's names where it has one.
  private static void effective(
      EnginePlan.Starts plan, SimOptions.Workers workers, Map<String, String> members) {
    int replicas = plan.deployment().parallelism().replicas();
    members.put("max_total_num_tokens", Long.toString(plan.limits().cacheTokens() / replicas));
    members.put("effective_max_running_requests", Integer.toString(plan.limits().sequences()));
    members.put("simulated_gpu", Json.text(plan.deployment().gpu().name()));
    int gpus = plan.deployment().parallelism().gpus() * (workers.prefill() + workers.decode());
    members.put("simulated_gpus", Integer.toString(gpus));
    members.put("simulated_model", Json.text(plan.deployment().model().name()));
  }

  /// The flags without effect, as a JSON list.
  static String ignored(SimOptions options) {
    return options.readback().ignored().stream().map(Json::text).toList().toString();
  }

  static String json(String value) {
    boolean plain =
        NUMBER.matcher(value).matches() || value.equals("true") || value.equals("false");
    return plain ? value : Json.text(value);
  }
}
