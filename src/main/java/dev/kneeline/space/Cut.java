package dev.kneeline.space;

import java.util.List;

/// Something that takes tuples away, compiled.
sealed interface Cut {

  String name();

  /// A conditional parameter: in the diagram it has its open levels exactly where its condition is
  /// met.
  record When(String name, Diagram diagram, int variable) implements Cut {}

  /// A rule: all of its diagrams hold what it lets be.
  record Ban(String name, List<Diagram> diagrams, Removal.Kind kind) implements Cut {}

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
      case Ban ban -> {
        Components left = components;
        for (Diagram diagram : ban.diagrams()) {
          left = left.and(diagram);
        }
        yield left;
      }
      case Merge merge -> components.merge(merge.merging(), merge.diagram());
    };
  }
}
