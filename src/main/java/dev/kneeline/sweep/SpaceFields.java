package dev.kneeline.sweep;

import static dev.kneeline.sweep.Field.REQUIRED;
import static dev.kneeline.sweep.FieldType.either;

import dev.kneeline.sweep.FieldType.Any;
import dev.kneeline.sweep.FieldType.Axis;
import dev.kneeline.sweep.FieldType.Listing;
import dev.kneeline.sweep.FieldType.Section;
import dev.kneeline.sweep.FieldType.Table;
import dev.kneeline.sweep.FieldType.Text;
import java.util.List;
import java.util.stream.Stream;

/// The keys of a sweep file that say what varies, and which points count.
final class SpaceFields {

  private SpaceFields() {}

  static List<Field> all() {
    return Stream.of(axes(), conditions(), selection(), rules()).flatMap(List::stream).toList();
  }

  private static List<Field> axes() {
    return List.of(
        field(
            "sweep",
            new Table(new Axis()),
            "none",
            "Parameters that vary, each with every other. The prefix says what changes: `server.` a"
                + " flag, `env.` a variable of the server, `load.` an option of the load,"
                + " `allocation.` what is allocated; a name without a prefix only fills its"
                + " `{placeholder}`. The first parameter varies slowest.",
            "{server.max-num-seqs: 16..256 x2, load.max-concurrency: [8, 32]}"),
        field(
            "zip",
            new Table(new Table(new Axis())),
            "none",
            "Named groups of parameters that move together: lists of equal length, one dimension"
                + " each group.",
            "{layout: {server.tensor-parallel-size: [1, 2], server.max-num-seqs: [64, 128]}}"),
        field(
            "points",
            either(new Listing(new Table(new Any())), new Table(new Listing(new Table(new Any())))),
            "none",
            "Rows of parameters that move together, as one dimension; a list or a range in a row"
                + " stands for several rows. Under names of your own it is several dimensions.",
            "[{server.max-num-seqs: 64, load.max-concurrency: 4..64 x2}]"));
  }

  private static List<Field> conditions() {
    return List.of(
        field(
            "params",
            new Table(new Section()),
            "none",
            "Parameters with a condition.",
            "{server.torch-compile-max-bs: {values: [16, 32], when: server.enable_torch_compile}}"),
        field(
            "params.*.values",
            new Axis(),
            REQUIRED,
            "Its values: list, range or value.",
            "[16, 32]"),
        field(
            "params.*.when",
            new Text(),
            "always",
            "Expression; where it is false the parameter is unset.",
            "server.enable_torch_compile"),
        field("params.*.else", new Any(), "unset", "Its value where `when` is false.", "16"));
  }

  private static List<Field> selection() {
    return List.of(
        field(
            "include",
            new Listing(new Table(new Any())),
            "none",
            "Points of their own, past `exclude` but not past `require`.",
            "[{server.max-num-seqs: 300, load.max-concurrency: 8}]"),
        field(
            "exclude",
            new Listing(either(new Table(new Any()), new Text())),
            "none",
            "Points that are not measured: an expression, `{rule: expression, reason: why}`, or"
                + " values that match together.",
            "[{server.max-num-seqs: 16, load.max-concurrency: [64, 128]}]"),
        field(
            "require",
            new Listing(either(new Section(), new Text())),
            "none",
            "Expressions that every point must satisfy.",
            "[server.tensor_parallel_size <= gpus]"));
  }

  private static List<Field> rules() {
    return List.of(
        field(
            "require[].rule",
            new Text(),
            REQUIRED,
            "The expression.",
            "server.tensor_parallel_size <= gpus"),
        field(
            "require[].reason",
            new Text(),
            "the expression",
            "What the rule is called in counts.",
            "no more GPUs than there are"),
        field(
            "same",
            new Listing(new Section()),
            "none",
            "Points that mean the same: where `when` holds, the parameter does not matter and only"
                + " the first such point is measured.",
            "[{parameter: server.torch-compile-max-bs, when: '!server.enable_torch_compile'}]"),
        field(
            "same[].parameter",
            new Text(),
            REQUIRED,
            "The parameter that does not matter.",
            "server.torch-compile-max-bs"),
        field(
            "same[].when",
            new Text(),
            REQUIRED,
            "Where it does not matter.",
            "'!server.enable_torch_compile'"));
  }

  private static Field field(
      String path, FieldType type, String fallback, String description, String example) {
    return new Field(path, type, fallback, description, example);
  }
}
