package dev.kneeline.sweep;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names that an expression reads, found in its tree before types are checked.
final class ReadNames {

  /// What `type(x)` is compared with.
  private static final Set<String> TYPE_NAMES =
      Set.of(
          "int", "double", "string", "bool", "list", "map", "null_type", "type", "bytes", "uint");

  private final RuleNames known;
  private final Map<Long, Integer> positions;
  private final Set<RuleNames.Name> names = new LinkedHashSet<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private final List<RuleProblem> unknown = new ArrayList<>();

  private ReadNames(RuleNames known, Map<Long, Integer> positions) {
    this.known = known;
    this.positions = positions;
  }

  static ReadNames of(CelAbstractSyntaxTree tree, RuleNames known) {
    ReadNames read = new ReadNames(known, tree.getSource().getPositionsMap());
    read.visit(tree.getExpr(), Set.of());
    return read;
  }

  /// What the expression reads or asks for.
  List<RuleNames.Name> names() {
    return List.copyOf(names);
  }

  /// The subjects that it tests with `has()`.
  Set<String> asked() {
    return asked;
  }

  /// A problem for each name that nothing is called.
  List<RuleProblem> unknown() {
    return unknown;
  }

  /// The dotted name that an expression is, if it is one.
  static Optional<String> qualified(CelExpr expression) {
    return switch (expression.getKind()) {
      case IDENT -> Optional.of(expression.ident().name());
      case SELECT ->
          qualified(expression.select().operand())
              .map(operand -> operand + "." + expression.select().field());
      case NOT_SET, CONSTANT, CALL, LIST, STRUCT, MAP, COMPREHENSION -> Optional.empty();
    };
  }

  /// @param local names that a macro such as `exists` defines
  private void visit(CelExpr expression, Set<String> local) {
    switch (expression.getKind()) {
      case IDENT -> name(expression, expression.ident().name(), local);
      case SELECT -> select(expression, local);
      case CALL -> {
        expression.call().target().ifPresent(target -> visit(target, local));
        expression.call().args().forEach(argument -> visit(argument, local));
      }
      case LIST -> expression.list().elements().forEach(element -> visit(element, local));
      case MAP ->
          expression
              .map()
              .entries()
              .forEach(entry -> {
                visit(entry.key(), local);
                visit(entry.value(), local);
              });
      case COMPREHENSION -> comprehension(expression.comprehension(), local);
      case STRUCT, CONSTANT, NOT_SET -> {}
    }
  }

  private void comprehension(CelExpr.CelComprehension loop, Set<String> local) {
    Set<String> inner = new LinkedHashSet<>(local);
    inner.add(loop.iterVar());
    inner.add(loop.accuVar());
    visit(loop.iterRange(), local);
    visit(loop.accuInit(), local);
    visit(loop.loopCondition(), inner);
    visit(loop.loopStep(), inner);
    visit(loop.result(), inner);
  }

  /// The longest known beginning of a dotted name is a parameter; what follows are keys of its map.
  private void select(CelExpr expression, Set<String> local) {
    Optional<String> dotted = qualified(expression);
    if (dotted.isEmpty()) {
      visit(expression.select().operand(), local);
    } else if (known.find(dotted.get()).isPresent() || !beginsKnown(expression, local)) {
      name(expression, dotted.get(), local);
    } else {
      visit(expression.select().operand(), local);
    }
  }

  private boolean beginsKnown(CelExpr expression, Set<String> local) {
    CelExpr operand = expression.select().operand();
    Optional<String> dotted = qualified(operand);
    return dotted.isPresent()
        && (known.find(dotted.get()).isPresent()
            || local.contains(dotted.get())
            || (operand.getKind() == CelExpr.ExprKind.Kind.SELECT && beginsKnown(operand, local)));
  }

  private void name(CelExpr expression, String variable, Set<String> local) {
    if (local.contains(variable) || TYPE_NAMES.contains(variable)) {
      return;
    }
    boolean has = variable.startsWith(Expression.HAS);
    String bare = has ? variable.substring(Expression.HAS.length()) : variable;
    Optional<RuleNames.Name> found = known.find(bare);
    if (found.isPresent()) {
      names.add(found.get());
      if (has) {
        asked.add(found.get().subject());
      }
    } else {
      unknown.add(problem(expression, bare));
    }
  }

  private RuleProblem problem(CelExpr expression, String name) {
    int end = positions.getOrDefault(expression.id(), 0);
    CelExpr first = expression;
    while (first.getKind() == CelExpr.ExprKind.Kind.SELECT) {
      first = first.select().operand();
    }
    int offset = positions.getOrDefault(first.id(), end);
    return new RuleProblem(
        offset, name.length(), "unknown name '%s'".formatted(name), known.hint(name));
  }
}
