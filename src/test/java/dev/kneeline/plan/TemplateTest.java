package dev.kneeline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.space.Value;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TemplateTest {

  @Test
  void a_hole_is_an_identifier_in_braces_and_nothing_else() {
    Template template = Template.parse("--x={mem_fraction} {not a hole} {1} {}");
    assertThat(template.holes()).containsExactly("mem_fraction");
    assertThat(template.show()).isEqualTo("--x={mem_fraction} {not a hole} {1} {}");
  }

  @Test
  void json_passes_as_it_is() {
    String json = "{\"a\":{\"b\":[1,2]},\"c\":{}}";
    assertThat(Template.parse(json).render(name -> Optional.empty())).isEqualTo(json);
  }

  @Test
  void doubled_braces_stand_for_one() {
    assertThat(Template.parse("{{x}} and {{{x}}}").bind(name -> Optional.of(Value.of(7))).show())
        .isEqualTo("{x} and {7}");
  }

  @Test
  void what_fills_a_hole_is_never_searched_for_holes_again() {
    Template bound = Template.parse("{a}{b}").bind(name -> Optional.of(Value.of("{b}")));
    assertThat(bound.holes()).isEmpty();
    assertThat(bound.show()).isEqualTo("{b}{b}");
  }

  @Test
  void a_bound_template_keeps_the_names_that_only_the_process_knows() {
    Template bound =
        Template.parse("--port {port} --mem {mem}")
            .bind(name -> name.equals("mem") ? Optional.of(Value.of(0.5)) : Optional.empty());
    assertThat(bound.holes()).containsExactly("port");
    assertThat(bound.render(name -> Optional.of("8000"))).isEqualTo("--port 8000 --mem 0.5");
  }

  @Test
  void a_name_that_nothing_fills_is_an_error_and_not_a_text() {
    assertThatThrownBy(() -> Template.parse("{port}").render(name -> Optional.empty()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("nothing fills {port}");
  }

  @Test
  void a_whole_value_placeholder_is_known_as_such() {
    assertThat(Template.parse("{mem}").onlyHole()).contains("mem");
    assertThat(Template.parse("x-{mem}").onlyHole()).isEmpty();
  }
}
