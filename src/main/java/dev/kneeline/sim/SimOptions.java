package dev.kneeline.sim;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything a simulated server was told, checked.
///
/// @param style whose command line it was
/// @param address where to listen
/// @param served under which names, and how long prompts may be
/// @param pacing where the instants of tokens come from
/// @param delivery how tokens go out
/// @param faults what goes wrong, and when
/// @param readback what was asked for, to be told again
public record SimOptions(
    EngineStyle style,
    Address address,
    Served served,
    Pacing pacing,
    Delivery delivery,
    Faults faults,
    Readback readback) {

  /// What was asked for.
  ///
  /// @param flags each flag given, by name
  /// @param ignored flags that the engine knows and the simulation does not heed
  /// @param notes for the person who started it
  public record Readback(Map<String, String> flags, List<String> ignored, List<String> notes) {}

  /// Where to listen; port 0 takes a free one.
  public record Address(String host, int port) {}

  /// @param names the model's names for clients, the first being its own
  /// @param maxModelLength prompt and answer together, in tokens
  /// @param blockSize tokens of one block of the KV cache
  public record Served(List<String> names, int maxModelLength, int blockSize) {}

  /// How tokens go out.
  ///
  /// @param tokensPerEvent tokens gathered for one event, after the first, which goes alone
  /// @param closeConnections whether each answer is the last on its connection
  /// @param writeLog file for the instant of each event written
  public record Delivery(int tokensPerEvent, boolean closeConnections, Optional<Path> writeLog) {}

  /// How many workers, each with the GPUs that the flags describe, stand behind the one address.
  ///
  /// @param prefill workers for prompts alone, 0 where each worker does both
  /// @param decode workers for answers, or for everything
  public record Workers(int prefill, int decode) {}

  /// Where the instants of tokens come from.
  public sealed interface Pacing {

    /// What the engine's flags came to, where there is a model of time and it starts.
    default Optional<EnginePlan.Starts> started() {
      return this instanceof Modelled(EnginePlan.Starts starts, _, _, _, _)
          ? Optional.of(starts)
          : Optional.empty();
    }

    /// A metronome; `tokens` is the answer's length where the request leaves it open.
    ///
    /// @param speed by which its times are divided
    record Fixed(double ttftMillis, double itlMillis, int tokens, double speed) implements Pacing {}

    /// The model of time.
    ///
    /// @param plan what the flags came to
    /// @param workers how many of them there are
    /// @param noise standard deviation of a step's time, as a share of it
    /// @param speed seconds of the model in one of the clock
    record Modelled(EnginePlan plan, Workers workers, double noise, long seed, double speed)
        implements Pacing {}
  }
}
