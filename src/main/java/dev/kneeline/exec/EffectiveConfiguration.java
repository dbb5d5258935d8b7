package dev.kneeline.exec;

import dev.kneeline.engine.Readback;
import dev.kneeline.plan.Secrets;
import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import dev.kneeline.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// What a ready server says that it runs with, beside what it was asked to run with.
///
/// @param replies path to reply, as the server gave them
/// @param version of the engine; empty where it does not say
/// @param differences parameters that did not take effect, in words
record EffectiveConfiguration(
    SequencedMap<String, Value> replies, String version, List<String> differences) {

  /// Asked where the engine has no readback that answers: the simulator tells here what it is.
  private static final String VERSION = "/version";

  private static final List<String> VERSION_FIELDS = List.of("version", "build_info");

  EffectiveConfiguration {
    differences = List.copyOf(differences);
  }

  /// Asks the server. A path that it does not know is left out: readbacks are a service, no duty.
  static EffectiveConfiguration read(LiveServer server, Map<String, Value> asked) {
    SequencedMap<String, Value> replies = new LinkedHashMap<>();
    List<String> differences = new ArrayList<>();
    String version = "";
    for (Readback readback : server.engine().readbacks()) {
      Optional<SequencedMap<String, Value>> reply = ask(server, readback.path());
      if (reply.isPresent()) {
        replies.put(readback.path(), new Value.Entries(reply.get()));
        version = version.isEmpty() ? version(reply.get()) : version;
        at(reply.get(), readback.prefix())
            .ifPresent(told -> differences.addAll(differences(asked, told)));
      }
    }
    if (replies.isEmpty()) {
      ask(server, VERSION).ifPresent(told -> replies.put(VERSION, new Value.Entries(told)));
    }
    return new EffectiveConfiguration(replies, version, differences);
  }

  /// Whether a reply says that it is the simulator which answers.
  boolean simulated() {
    return told("simulated").anyMatch(new Value.Flag(true)::equals);
  }

  /// The flags that a simulated server says to have taken without any effect.
  List<String> ignored() {
    return told("no_effect_in_simulation")
        .filter(Value.Items.class::isInstance)
        .flatMap(value -> ((Value.Items) value).items().stream())
        .map(Value::spelling)
        .distinct()
        .toList();
  }

  private Stream<Value> told(String key) {
    return replies.values().stream()
        .filter(Value.Entries.class::isInstance)
        .map(reply -> ((Value.Entries) reply).entries().getOrDefault(key, Value.UNSET));
  }

  /// For `effective.json`.
  SequencedMap<String, Value> facts() {
    SequencedMap<String, Value> facts = new LinkedHashMap<>();
    facts.put("version", Value.of(version));
    facts.put("differences", new Value.Items(differences.stream().map(Value::of).toList()));
    facts.put("replies", new Value.Entries(replies));
    return facts;
  }

  private static Optional<SequencedMap<String, Value>> ask(LiveServer server, String path) {
    Control.Reply reply = server.control().get(path, Control.PATIENT);
    if (!reply.ok()) {
      return Optional.empty();
    }
    try {
      return Json.read(reply.body()) instanceof Value.Entries(SequencedMap<String, Value> entries)
          ? Optional.of(entries)
          : Optional.empty();
    } catch (IllegalArgumentException noJson) {
      return Optional.empty();
    }
  }

  private static String version(SequencedMap<String, Value> reply) {
    return VERSION_FIELDS.stream()
        .map(field -> reply.getOrDefault(field, Value.UNSET))
        .filter(value -> value instanceof Value.Text)
        .map(Value::spelling)
        .findFirst()
        .orElse("");
  }

  private static Optional<SequencedMap<String, Value>> at(
      SequencedMap<String, Value> reply, String prefix) {
    SequencedMap<String, Value> here = reply;
    for (String step : prefix.isEmpty() ? List.<String>of() : List.of(prefix.split("\\."))) {
      if (!(here.get(step) instanceof Value.Entries(SequencedMap<String, Value> inner))) {
        return Optional.empty();
      }
      here = inner;
    }
    return Optional.of(here);
  }

  /// Only what the server names itself and gives another value counts: it may call things
  /// otherwise.
  private static List<String> differences(
      Map<String, Value> asked, SequencedMap<String, Value> told) {
    Map<String, Value> byKey = new LinkedHashMap<>();
    told.forEach((name, value) -> byKey.put(Names.key(name), value));
    List<String> differences = new ArrayList<>();
    asked.forEach((name, value) -> {
      Value effective = byKey.getOrDefault(Names.key(name), value);
      if (!value.isUnset() && !same(value, effective)) {
        differences.add(
            "%s: asked for %s, runs with %s"
                .formatted(name, shown(name, value), shown(name, effective)));
      }
    });
    return differences;
  }

  private static String shown(String name, Value value) {
    return Secrets.hide(name, value.spelling());
  }

  private static boolean same(Value asked, Value effective) {
    return asked.equals(effective)
        || asked.spelling().equalsIgnoreCase(effective.spelling())
        || (number(asked).isPresent() && number(asked).equals(number(effective)));
  }

  private static Optional<Double> number(Value value) {
    try {
      return Optional.of(Double.valueOf(value.spelling()));
    } catch (NumberFormatException text) {
      return Optional.empty();
    }
  }
}
