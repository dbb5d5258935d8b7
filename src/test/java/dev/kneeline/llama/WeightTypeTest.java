package dev.kneeline.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightTypeTest {

  @ParameterizedTest
  @EnumSource(WeightType.class)
  void a_row_takes_the_bytes_it_is_said_to_take(WeightType type) {
    assertThat(encode(type, new float[96]).remaining()).isEqualTo((int) type.bytes(96));
  }

  /// The nibble of the extreme weight 8 is 0, which stands for -8, so the scale is -1; then -3 is 3
  /// steps, nibble 11, in the high half of the first byte because it is weight 16.
  @Test
  void four_bit_blocks_put_the_first_half_into_low_nibbles() {
    float[] row = new float[32];
    row[0] = 8;
    row[16] = -3;
    ByteBuffer block = encode(WeightType.Q4_0, row);
    assertThat(Float.float16ToFloat(block.getShort())).isEqualTo(-1f);
    assertThat(Byte.toUnsignedInt(block.get())).isEqualTo(11 << 4);
    assertThat(Byte.toUnsignedInt(block.get())).isEqualTo(8 | 8 << 4);
  }

  /// Half a step is the rounding; the scale is rounded to half precision on top, hence the margin.
  @Test
  void eight_bit_blocks_are_within_half_a_step_of_the_weights() {
    SplittableRandom random = new SplittableRandom(7);
    float[] row = new float[32];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) random.nextDouble(-1, 1);
    }
    ByteBuffer block = encode(WeightType.Q8_0, row);
    float scale = Float.float16ToFloat(block.getShort());
    for (float weight : row) {
      assertThat(block.get() * scale).isCloseTo(weight, within(0.6f * scale));
    }
  }

  @Test
  void a_block_of_zeros_has_scale_zero_and_not_a_division_by_it() {
    ByteBuffer block = encode(WeightType.Q8_0, new float[32]);
    assertThat(block.getShort()).isZero();
    assertThat(block.get()).isZero();
  }

  private static ByteBuffer encode(WeightType type, float[] row) {
    ByteBuffer out = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    type.encode(row, out);
    return out.flip();
  }
}
