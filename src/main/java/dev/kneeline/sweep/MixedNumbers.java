package dev.kneeline.sweep;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/// Arithmetic and equality between whole and decimal numbers, which CEL keeps apart and people do
/// not.
final class MixedNumbers {

  private static final List<Operator> ARITHMETIC =
      List.of(
          new Operator("_+_", "add", Double::sum),
          new Operator("_-_", "subtract", (left, right) -> left - right),
          new Operator("_*_", "multiply", (left, right) -> left * right),
          new Operator("_/_", "divide", (left, right) -> left / right));

  private MixedNumbers() {}

  private record Operator(String function, String id, DoubleBinaryOperator meaning) {}

  static List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> declarations = new ArrayList<>();
    for (Operator operator : ARITHMETIC) {
      declarations.add(pair(operator.function(), operator.id(), SimpleType.DOUBLE));
    }
    declarations.add(pair("_==_", "equals", SimpleType.BOOL));
    declarations.add(pair("_!=_", "not_equals", SimpleType.BOOL));
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

  private static CelFunctionDecl pair(String function, String id, CelType result) {
    return CelFunctionDecl.newFunctionDeclaration(
        function,
        CelOverloadDecl.newGlobalOverload(
            id + "_int_double", result, SimpleType.INT, SimpleType.DOUBLE),
        CelOverloadDecl.newGlobalOverload(
            id + "_double_int", result, SimpleType.DOUBLE, SimpleType.INT));
  }

  static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    for (Operator operator : ARITHMETIC) {
      OfDoubles meaning = (left, right) -> operator.meaning().applyAsDouble(left, right);
      bindings.addAll(
          CelFunctionBinding.fromOverloads(operator.function(), pair(operator.id(), meaning)));
    }
    // Equality and membership have one binding for all types already: these are found by their own
    // ids alone.
    bindings.addAll(pair("equals", (left, right) -> left == right));
    bindings.addAll(pair("not_equals", (left, right) -> left != right));
    bindings.add(
        CelFunctionBinding.from(
            "in_int_doubles", Long.class, List.class, (number, list) -> among(number, list)));
    bindings.add(
        CelFunctionBinding.from(
            "in_double_ints", Double.class, List.class, (number, list) -> among(number, list)));
    return bindings;
  }

  /// A function of two numbers, once both are decimal.
  private interface OfDoubles {
    Object apply(double left, double right);
  }

  private static List<CelFunctionBinding> pair(String id, OfDoubles meaning) {
    return List.of(
        CelFunctionBinding.from(
            id + "_int_double",
            Long.class,
            Double.class,
            (left, right) -> meaning.apply(left.doubleValue(), right)),
        CelFunctionBinding.from(
            id + "_double_int",
            Double.class,
            Long.class,
            (left, right) -> meaning.apply(left, right.doubleValue())));
  }

  private static boolean among(Number number, List<?> list) {
    return list.stream()
        .anyMatch(
            item -> item instanceof Number other && other.doubleValue() == number.doubleValue());
  }
}
