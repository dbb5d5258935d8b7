package dev.kneeline.sim.bank;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Draws servers: every shape as often as the others, with capacities from 0.4 to 900 requests a
/// second, each decade as likely as the next.
public final class Bank {

  private static final double LEAST_CAPACITY = 0.4;
  private static final double MOST_CAPACITY = 900;

  private Bank() {}

  /// @param seed makes it repeatable
  public static List<CurveServer> draw(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Shape> shapes = List.of(Shape.values());
    List<CurveServer> servers = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      servers.add(one(shapes.get(number % shapes.size()), random));
    }
    return servers;
  }

  private static CurveServer one(Shape shape, SplittableRandom random) {
    boolean clients = shape != Shape.TWO_SIDED && shape != Shape.SHEDDING && random.nextInt(3) == 0;
    double capacity = between(random, LEAST_CAPACITY, MOST_CAPACITY);
    double alone = between(random, 0.05, 5);
    double bend = random.nextDouble(1, 3);
    // Fewer than four clients fill a server that is so small: whole numbers have nothing to tell.
    capacity = clients ? Math.max(capacity, 4 / alone) : capacity;
    double limit =
        switch (shape) {
          case INFEASIBLE -> alone * random.nextDouble(0.3, 0.95);
          case STEP -> alone * random.nextDouble(1.5, 4);
          case SHEDDING -> alone * random.nextDouble(2.5, 10);
          case NON_MONOTONE -> alone * random.nextDouble(2, 10);
          case HOCKEY_STICK, FLAT, NOISY_5, NOISY_15, UNBOUNDED, TWO_SIDED ->
              alone * random.nextDouble(1.2, 10);
        };
    double demand = 0;
    if (shape == Shape.TWO_SIDED) {
      // Either some load gives enough and is not too much, or clearly none does.
      double bearable = capacity * Math.pow(1 - alone / limit, 1 / bend);
      demand =
          bearable
              * (random.nextInt(4) == 0
                  ? random.nextDouble(1.1, 2)
                  : random.nextDouble(0.05, 0.95));
    }
    return new CurveServer(shape, clients, capacity, alone, bend, limit, demand, random.nextLong());
  }

  private static double between(SplittableRandom random, double least, double most) {
    return Math.exp(random.nextDouble(Math.log(least), Math.log(most)));
  }
}
