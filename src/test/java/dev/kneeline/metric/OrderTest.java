package dev.kneeline.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderTest {

  @Test
  void three_numbers_are_told_by_their_places() {
    assertThat(Order.of(new double[] {30, 10, 20})).containsExactly(1, 2, 0);
    assertThat(Order.of(new double[0])).isEmpty();
  }

  @Test
  void it_is_the_order_that_a_stable_sort_of_places_gives() {
    SplittableRandom random = new SplittableRandom(11);
    for (int size = 0; size < 200; size++) {
      int kinds = 1 + random.nextInt(2 * size + 1);
      double[] values = random.ints(size, 0, kinds).asDoubleStream().toArray();
      int[] expected =
          IntStream.range(0, size)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> values[i]))
              .mapToInt(i -> i)
              .toArray();
      assertThat(Order.of(values)).containsExactly(expected);
    }
  }
}
