package dev.kneeline.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// How a file looks: formatted, small, without `var`, and with a word about every public type.
class SourcesTest {

  private static final int FILE_LINES = 500;
  private static final int METHOD_LINES = 60;
  private static final int PARAMETERS = 5;
  private static final int COMPONENTS = 8;

  @Test
  void sources_are_formatted() throws Exception {
    Formatter formatter = new Formatter();
    List<String> unformatted = new ArrayList<>();
    for (Path source : sources("src/main/java", "src/test/java")) {
      String text = Files.readString(source);
      String formatted = formatter.formatSourceAndFixImports(text);
      if (!formatted.equals(text)) {
        if (Boolean.getBoolean("kneeline.regenerate")) {
          Files.writeString(source, formatted);
        } else {
          unformatted.add(source.toString());
        }
      }
    }
    assertThat(unformatted)
        .as("run `mvn test -Dtest=SourcesTest -Dkneeline.regenerate=true` to format")
        .isEmpty();
  }

  @Test
  void files_and_methods_are_small_and_public_types_say_what_they_are() throws Exception {
    List<String> findings = new ArrayList<>();
    for (Path source : sources("src/main/java", "src/test/java")) {
      long lines = Files.readString(source).lines().count();
      if (lines > FILE_LINES) {
        findings.add("%s: %d lines, at most %d".formatted(source, lines, FILE_LINES));
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources("src/main/java", "src/test/java")));
      for (CompilationUnitTree unit : task.parse()) {
        new Reader(task, unit, findings).scan(unit, null);
      }
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void no_file_names_a_path_of_a_workplace_or_a_registry() throws Exception {
    List<String> findings = new ArrayList<>();
    List<Path> files = new ArrayList<>(sources("src/main/java"));
    try (Stream<Path> others = Files.walk(Path.of("."), 4)) {
      others
          .filter(path -> path.toString().matches(".*\\.(md|yaml|xml|json)"))
          .filter(
              path -> !path.toString().matches("\\./(target|results|\\.git|benchmarks/target)/.*"))
          .forEach(files::add);
    }
    for (Path file : files) {
      if (Files.readString(file).matches("(?s).*(/home/[a-z]|repo[0-9]?\\.maven|deb\\.debian).*")) {
        findings.add(file.toString());
      }
    }
    assertThat(findings).isEmpty();
  }

  private static List<Path> sources(String... roots) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String root : roots) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
      }
    }
    return sources;
  }

  /// Walks one file's syntax tree and notes what breaks a rule.
  private static final class Reader extends TreePathScanner<Void, Void> {

    private final Trees trees;
    private final CompilationUnitTree unit;
    private final List<String> findings;
    private final boolean main;

    Reader(JavacTask task, CompilationUnitTree unit, List<String> findings) {
      this.trees = Trees.instance(task);
      this.unit = unit;
      this.findings = findings;
      this.main = unit.getSourceFile().getName().contains("src/main/java");
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      boolean visible = type.getModifiers().getFlags().contains(Modifier.PUBLIC);
      if (main && visible && trees.getDocComment(getCurrentPath()) == null && topLevel()) {
        note(type, "public type %s says what it is in a /// comment", type.getSimpleName());
      }
      if (type.getKind() == Tree.Kind.RECORD) {
        long components =
            type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .filter(member ->
                    !((VariableTree) member).getModifiers().getFlags().contains(Modifier.STATIC))
                .count();
        if (components > COMPONENTS) {
          note(
              type,
              "record %s has %d components, at most %d",
              type.getSimpleName(),
              components,
              COMPONENTS);
        }
      }
      return super.visitClass(type, nothing);
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      long start = trees.getSourcePositions().getStartPosition(unit, method);
      long end = trees.getSourcePositions().getEndPosition(unit, method);
      LineMap lines = unit.getLineMap();
      long length = end < 0 ? 0 : lines.getLineNumber(end) - lines.getLineNumber(start) + 1;
      if (length > METHOD_LINES) {
        note(method, "method %s has %d lines, at most %d", method.getName(), length, METHOD_LINES);
      }
      boolean canonical = method.getName().contentEquals("<init>");
      if (main && !canonical && method.getParameters().size() > PARAMETERS) {
        note(
            method,
            "method %s has %d parameters, at most %d",
            method.getName(),
            method.getParameters().size(),
            PARAMETERS);
      }
      return super.visitMethod(method, nothing);
    }

    @Override
    public Void visitVariable(VariableTree variable, Void nothing) {
      long start = trees.getSourcePositions().getStartPosition(unit, variable);
      if (main && start >= 0 && text().startsWith("var ", (int) start)) {
        note(variable, "variable %s has its type written, not var", variable.getName());
      }
      return super.visitVariable(variable, nothing);
    }

    private boolean topLevel() {
      return getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree;
    }

    private CharSequenceText text() {
      try {
        return new CharSequenceText(unit.getSourceFile().getCharContent(true).toString());
      } catch (IOException unreadable) {
        throw new java.io.UncheckedIOException(unreadable);
      }
    }

    private void note(Tree tree, String rule, Object... arguments) {
      long line =
          unit.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(unit, tree));
      findings.add(
          "%s:%d: %s".formatted(unit.getSourceFile().getName(), line, rule.formatted(arguments)));
    }
  }

  private record CharSequenceText(String text) {
    boolean startsWith(String prefix, int offset) {
      return text.startsWith(prefix, offset);
    }
  }
}
