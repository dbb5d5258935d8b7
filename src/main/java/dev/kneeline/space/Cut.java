package dev.kneeline.space;

/// Something that takes tuples away, compiled.
sealed interface Cut {

  String name();

  Diagram diagram();

  /// A conditional parameter: in the diagram it has its open levels exactly where its condition is
  /// met.
  record When(String name, Diagram diagram, int variable) implements Cut {}

  /// A rule: the diagram holds what it lets be.
  record Ban(String name, Diagram diagram, Removal.Kind kind) implements Cut {}

  /// A merge: where the diagram holds, levels of a variable mean the same.
  record Merge(String name, Diagram diagram, Least.Merging merging) implements Cut {}

  default Removal.Kind sort() {
    return switch (this) {
      case When _ -> Removal.Kind.WHEN;
      case Ban ban -> ban.kind();
      case Merge _ -> Removal.Kind.SAME;
    };
  }

  /// @throws Automaton.TooLarge where that needs too large a diagram
  default Components apply(Components components) {
    return switch (this) {
      case When when -> components.and(when.diagram());
      case Ban ban -> components.and(ban.diagram());
      case Merge merge -> components.merge(merge.merging(), merge.diagram());
    };
  }
}
