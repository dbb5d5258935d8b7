package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

  @Test
  void without_a_terminal_nothing_is_live_or_coloured_and_a_line_has_100_columns() {
    assertThat(Terminal.detect(Map.of())).isEqualTo(new Terminal(false, 100, false));
  }

  @Test
  void columns_come_from_the_environment_and_nonsense_is_ignored() {
    assertThat(Terminal.detect(Map.of("COLUMNS", "72")).columns()).isEqualTo(72);
    for (String nonsense : new String[] {"", "0", "-5", "wide", "99999"}) {
      assertThat(Terminal.detect(Map.of("COLUMNS", nonsense)).columns()).isEqualTo(100);
    }
  }

  @Test
  void colour_needs_a_terminal_and_nobody_who_forbids_it() {
    System.setProperty("kneeline.terminal", "true");
    try {
      assertThat(Terminal.detect(Map.of()).color()).isTrue();
      assertThat(Terminal.detect(Map.of("NO_COLOR", "1")).color()).isFalse();
      assertThat(Terminal.detect(Map.of("NO_COLOR", "1")).live()).isTrue();
    } finally {
      System.clearProperty("kneeline.terminal");
    }
  }
}
