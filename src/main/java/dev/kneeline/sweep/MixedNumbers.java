package dev.kneeline.sweep;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;

/// Arithmetic and equality between whole and decimal numbers, which CEL keeps apart and people do
/// not.
final class MixedNumbers {

  private MixedNumbers() {}

  /// What two numbers can be asked for, once both are decimal.
  private enum Operator {
    ADD("_+_"),
    SUBTRACT("_-_"),
    MULTIPLY("_*_"),
    DIVIDE("_/_"),
    EQUALS("_==_"),
    NOT_EQUALS("_!=_");

    private final String function;

    Operator(String function) {
      this.function = function;
    }

    private boolean compares() {
      return this == EQUALS || this == NOT_EQUALS;
    }

    /// Static, because the library's functions may close over what is immutable only.
    private static Object apply(Operator operator, double left, double right) {
      return switch (operator) {
        case ADD -> left + right;
        case SUBTRACT -> left - right;
        case MULTIPLY -> left * right;
        case DIVIDE -> left / right;
        case EQUALS -> left == right;
        case NOT_EQUALS -> left != right;
      };
    }

    CelFunctionDecl declaration() {
      CelType result = compares() ? SimpleType.BOOL : SimpleType.DOUBLE;
      return CelFunctionDecl.newFunctionDeclaration(
          function,
          CelOverloadDecl.newGlobalOverload(
              name() + "_int_double", result, SimpleType.INT, SimpleType.DOUBLE),
          CelOverloadDecl.newGlobalOverload(
              name() + "_double_int", result, SimpleType.DOUBLE, SimpleType.INT));
    }

    /// Equality has one binding for all types already: ours are found by their own ids alone.
    List<CelFunctionBinding> bindings() {
      Operator operator = this;
      List<CelFunctionBinding> pair =
          List.of(
              CelFunctionBinding.from(
                  name() + "_int_double",
                  Long.class,
                  Double.class,
                  (left, right) -> apply(operator, left.doubleValue(), right)),
              CelFunctionBinding.from(
                  name() + "_double_int",
                  Double.class,
                  Long.class,
                  (left, right) -> apply(operator, left, right.doubleValue())));
      return compares() ? pair : List.copyOf(CelFunctionBinding.fromOverloads(function, pair));
    }
  }

  static List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> declarations = new ArrayList<>();
    for (Operator operator : Operator.values()) {
      declarations.add(operator.declaration());
    }
    declarations.add(
        CelFunctionDecl.newFunctionDeclaration(
            "@in",
            CelOverloadDecl.newGlobalOverload(
                "in_int_doubles",
                SimpleType.BOOL,
                SimpleType.INT,
                ListType.create(SimpleType.DOUBLE)),
            CelOverloadDecl.newGlobalOverload(
                "in_double_ints",
                SimpleType.BOOL,
                SimpleType.DOUBLE,
                ListType.create(SimpleType.INT))));
    return declarations;
  }

  static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    for (Operator operator : Operator.values()) {
      bindings.addAll(operator.bindings());
    }
    bindings.add(
        CelFunctionBinding.from(
            "in_int_doubles", Long.class, List.class, (number, list) -> among(number, list)));
    bindings.add(
        CelFunctionBinding.from(
            "in_double_ints", Double.class, List.class, (number, list) -> among(number, list)));
    return bindings;
  }

  private static boolean among(Number number, List<?> list) {
    return list.stream()
        .anyMatch(
            item -> item instanceof Number other && other.doubleValue() == number.doubleValue());
  }
}
