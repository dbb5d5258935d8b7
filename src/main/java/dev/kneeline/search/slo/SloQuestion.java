package dev.kneeline.search.slo;

import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import java.util.List;
import java.util.function.ToIntFunction;

/// Which loads are sought.
///
/// @param space every configuration once, with the variable at the search's first value
/// @param variable the parameter's full name, such as `load.request-rate`
/// @param slas each is answered for each configuration; readings are shared among them
/// @param settings how each search goes
/// @param method one of [SloMethod#METHODS]
/// @param best which configurations' answers are wanted
/// @param gpus how many GPUs a configuration takes; 0 where none
public record SloQuestion(
    SearchSpace space,
    String variable,
    List<Sla> slas,
    SloSettings settings,
    String method,
    Best best,
    ToIntFunction<Point> gpus) {

  /// Which answers are wanted.
  public enum Best {
    /// Every configuration's.
    EACH,
    /// The one of the configuration that carries most.
    LOAD,
    /// The one of the configuration that carries most for each of its GPUs.
    LOAD_PER_GPU
  }

  public SloQuestion {
    slas = List.copyOf(slas);
  }

  /// What a load counts for a configuration when several are compared.
  double worth(Point configuration, double load) {
    return switch (best) {
      case EACH, LOAD -> load;
      case LOAD_PER_GPU -> load / Math.max(1, gpus.applyAsInt(configuration));
    };
  }

  /// The load that a configuration must carry to be worth as much.
  double load(Point configuration, double worth) {
    return worth / worth(configuration, 1);
  }
}
