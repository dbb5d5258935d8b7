package dev.kneeline.sim;

import java.time.Duration;

/// What goes wrong in a simulated server, on purpose.
///
/// @param start before it is ready
/// @param request while it serves
/// @param process of the process as a whole
public record Faults(Start start, Request request, Behaviour process) {

  /// A count that is never reached.
  public static final int NEVER = Integer.MAX_VALUE;

  /// @param delay time to load
  /// @param neverReady loads for ever
  /// @param outOfMemory dies of memory at the end of loading
  public record Start(Duration delay, boolean neverReady, boolean outOfMemory) {}

  /// Counts are of generation requests from the start, or of tokens within one.
  ///
  /// @param dieAfter the process ends when so many are complete
  /// @param hangAfter later ones are never answered
  /// @param refuse answers 503 to so many first ones
  /// @param refuseFor answers 503 to everything for so long after it is ready
  /// @param outOfMemoryAt dies of memory when so many run at once
  /// @param shortOutput answers end after so many tokens
  /// @param errorAfter streams report an error after so many tokens
  /// @param cutAfter connections break after so many tokens
  public record Request(
      int dieAfter,
      int hangAfter,
      int refuse,
      Duration refuseFor,
      int outOfMemoryAt,
      int shortOutput,
      int errorAfter,
      int cutAfter) {}

  /// @param ignoreTerm goes on after TERM
  /// @param forkAndLeave starts workers and ends
  /// @param leakMegabytesPerSecond memory taken and not given back
  public record Behaviour(boolean ignoreTerm, boolean forkAndLeave, int leakMegabytesPerSecond) {}

  static Faults read(Arguments arguments) {
    String refuse = arguments.text("answer-503").orElse("0");
    boolean counted = refuse.chars().allMatch(Character::isDigit);
    Request request =
        new Request(
            arguments.whole("die-after-requests", NEVER),
            arguments.whole("hang-after", NEVER),
            counted ? arguments.whole("answer-503", 0) : 0,
            counted ? Duration.ZERO : duration(arguments, "answer-503"),
            arguments.whole("oom-under-load", NEVER),
            arguments.whole("short-output", NEVER),
            arguments.whole("error-event", NEVER),
            arguments.whole("cut-after", NEVER));
    return new Faults(
        new Start(
            duration(arguments, "start-delay"),
            arguments.on("never-ready"),
            arguments.on("oom-at-load")),
        request,
        new Behaviour(
            arguments.on("ignore-term"),
            arguments.on("fork-and-leave"),
            arguments.whole("leak-memory", 0)));
  }

  private static Duration duration(Arguments arguments, String name) {
    return arguments.read(name, "duration", Faults::duration, Duration.ZERO);
  }

  /// `1500ms`, `2s`, or plain seconds such as `0.5`.
  static Duration duration(String text) {
    String number = text.endsWith("ms") ? text.substring(0, text.length() - 2) : text;
    String plain = number.endsWith("s") ? number.substring(0, number.length() - 1) : number;
    double unit = text.endsWith("ms") ? 1e6 : 1e9;
    return Duration.ofNanos(Math.round(Double.parseDouble(plain) * unit));
  }
}
