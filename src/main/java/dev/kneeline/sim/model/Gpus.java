package dev.kneeline.sim.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The GPUs that the simulation knows, by the vendors' datasheets; the sources are in
/// docs/reference/simulator.md.
///
/// A "GB" of memory is taken as 2^30 bytes: drivers report within 2 % of that (81,559 MiB for "80
/// GB"). Vendors give a link's two directions together; here is one. The network is one 400 Gb/s
/// adapter for each GPU.
public final class Gpus {

  private static final double GIB = 1 << 30;
  private static final double TERA = 1e12;
  private static final double GIGA = 1e9;
  private static final double NETWORK = 50 * GIGA;

  private static final List<Gpu> ALL =
      List.of(
          gpu("h100", 80, 3.35, new Gpu.Peak(989 * TERA, 1979 * TERA, 0), 450),
          gpu("h200", 141, 4.8, new Gpu.Peak(989 * TERA, 1979 * TERA, 0), 450),
          gpu("b200", 180, 8, new Gpu.Peak(2250 * TERA, 4500 * TERA, 9000 * TERA), 900),
          gpu("gb200", 186, 8, new Gpu.Peak(2500 * TERA, 5000 * TERA, 10_000 * TERA), 900)
              .inDomainOf(72),
          gpu("mi300x", 192, 5.3, new Gpu.Peak(1307 * TERA, 2615 * TERA, 0), 448),
          gpu("mi355x", 288, 8, new Gpu.Peak(2516 * TERA, 5033 * TERA, 10_066 * TERA), 537.6));

  private Gpus() {}

  /// In the order of the reference page.
  public static List<Gpu> all() {
    return ALL;
  }

  /// By name, whatever its case.
  public static Optional<Gpu> find(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    return ALL.stream().filter(gpu -> gpu.name().equals(key)).findFirst();
  }

  /// A GPU of a server of eight.
  private static Gpu gpu(
      String name, double gib, double terabytes, Gpu.Peak peak, double linkGigabytes) {
    return new Gpu(name, gib * GIB, terabytes * TERA, peak, linkGigabytes * GIGA, 8, NETWORK);
  }
}
