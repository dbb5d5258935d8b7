package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A full collection comes before a load where it spares the load one, and not where it only takes
/// time.
class HeapRestTest {

  private static final long MIB = 1L << 20;

  @Test
  void what_was_prepared_in_bulk_is_moved_away_and_a_little_is_not() {
    assertThat(HeapRest.isWorth(64 * MIB, 64 * MIB)).isTrue();
    assertThat(HeapRest.isWorth(5 * MIB, 5 * MIB)).isTrue();
    assertThat(HeapRest.isWorth(3 * MIB, 3 * MIB)).isFalse();
  }

  @Test
  void a_load_has_half_of_the_young_generation_however_many_small_ones_were_before() {
    assertThat(HeapRest.isWorth(MIB, 19 * MIB)).isFalse();
    assertThat(HeapRest.isWorth(MIB, 21 * MIB)).isTrue();
  }

  @Test
  void a_load_that_prepares_megabytes_finds_them_collected() {
    System.gc(); // so that no collection of the young generation falls in between
    HeapRest rest = new HeapRest();
    byte[][] prepared = new byte[8][];
    for (int block = 0; block < prepared.length; block++) {
      prepared[block] = new byte[(int) MIB];
    }
    assertThat(rest.take()).isTrue();
    assertThat(prepared[7]).hasSize((int) MIB);
  }
}
