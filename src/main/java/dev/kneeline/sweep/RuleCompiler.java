package dev.kneeline.sweep;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Parses and checks expressions; the only class that knows the expression library's compiler.
final class RuleCompiler {

  private static final CelOptions OPTIONS =
      CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

  private final RuleNames names;
  private final CelCompiler compiler;
  private final CelRuntime runtime;

  RuleCompiler(RuleNames names) {
    this.names = names;
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(
                CelStandardMacro.ALL, CelStandardMacro.EXISTS, CelStandardMacro.EXISTS_ONE)
            .addMacros(has())
            .addFunctionDeclarations(MixedNumbers.declarations());
    for (RuleNames.Name name : names.all()) {
      builder.addVar(name.variable(), type(name.sort()));
      builder.addVar(Expression.HAS + name.variable(), SimpleType.BOOL);
    }
    this.compiler = builder.build();
    this.runtime =
        CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addFunctionBindings(MixedNumbers.bindings())
            .build();
  }

  /// @throws InvalidRuleException with every problem and its place
  Expression compile(String text) {
    require(text, names.dashed(text));
    CelValidationResult parsed = compiler.parse(text);
    // Every syntax error after the first is its consequence.
    require(text, problems(parsed).stream().limit(1).toList());
    ReadNames read = ReadNames.of(tree(parsed), names);
    require(text, read.unknown());
    CelValidationResult checked = compiler.check(tree(parsed));
    require(text, problems(checked));
    CelAbstractSyntaxTree tree = tree(checked);
    require(text, yesOrNo(tree));
    return new Expression(text, program(tree), read.names(), read.asked());
  }

  private CelRuntime.Program program(CelAbstractSyntaxTree tree) {
    try {
      return runtime.createProgram(tree);
    } catch (CelEvaluationException impossible) {
      throw new IllegalStateException("a checked expression cannot be run", impossible);
    }
  }

  private static CelAbstractSyntaxTree tree(CelValidationResult result) {
    try {
      return result.getAst();
    } catch (CelValidationException impossible) {
      throw new IllegalStateException("an expression without problems has no tree", impossible);
    }
  }

  private static void require(String text, List<RuleProblem> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidRuleException(
          text, problems.stream().sorted(Comparator.comparingInt(RuleProblem::offset)).toList());
    }
  }

  private static List<RuleProblem> yesOrNo(CelAbstractSyntaxTree tree) {
    CelType result = tree.getResultType();
    return Set.of(SimpleType.BOOL, SimpleType.DYN).contains(result)
        ? List.of()
        : List.of(
            new RuleProblem(
                0,
                1,
                "a rule is true or false, not %s".formatted(result.name()),
                "compare with something, as in `x > 4`"));
  }

  private static List<RuleProblem> problems(CelValidationResult result) {
    List<RuleProblem> problems = new ArrayList<>();
    for (CelIssue issue : result.getErrors()) {
      CelSourceLocation location = issue.getSourceLocation();
      int offset = result.getSource().getLocationOffset(location).orElse(0);
      problems.add(RuleMessages.problem(offset, issue.getMessage()));
    }
    return problems;
  }

  /// The library's `has()` tests fields only; this one tests parameters, by hidden variables.
  private static CelMacro has() {
    return CelMacro.newGlobalMacro(
        "has",
        1,
        (factory, _, arguments) -> {
          CelExpr argument = arguments.getFirst();
          return ReadNames.qualified(argument)
              .map(name -> factory.newIdentifier(Expression.HAS + name))
              .or(() ->
                  Optional.of(
                      factory.reportError("has() takes the name of a parameter, nothing else")));
        });
  }

  private static CelType type(RuleNames.Sort sort) {
    return switch (sort) {
      case WHOLE -> SimpleType.INT;
      case NUMBER -> SimpleType.DOUBLE;
      case TEXT -> SimpleType.STRING;
      case FLAG -> SimpleType.BOOL;
      case LIST -> ListType.create(SimpleType.DYN);
      case MAP -> MapType.create(SimpleType.STRING, SimpleType.DYN);
      case MIXED -> SimpleType.DYN;
    };
  }

  @Override
  public String toString() {
    return names.all().stream().map(RuleNames.Name::variable).collect(Collectors.joining(", "));
  }
}
