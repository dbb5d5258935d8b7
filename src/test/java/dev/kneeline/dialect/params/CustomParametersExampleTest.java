package dev.kneeline.dialect.params;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example program of docs/reference/params.md, compiled and run.
class CustomParametersExampleTest {

  @TempDir Path folder = Path.of(".");

  @Test
  void a_program_can_change_the_catalogue_and_draw_from_it() throws Exception {
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                "examples/CustomParameters.java");
    assertThat(compiled).isZero();
    // 2,095,600,896,000,000 / 6 x 5 without the compile switch. Of 228 states of the sizes 45 have
    // no
    // chunk: those take two of the three values, the other 183 take three.
    long valid = 2_095_600_896_000_000L / 6 * 5 / 228 * (45 * 2 + 183 * 3);
    assertThat(output())
        .startsWith("%,d of ".formatted(valid))
        .contains("100 combinations, the second one:");
  }

  private String output() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()},
            CustomParametersExampleTest.class.getClassLoader())) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      Class<?> example = loader.loadClass("CustomParameters");
      Constructor<?> constructor = example.getDeclaredConstructor();
      constructor.setAccessible(true);
      Method main = example.getDeclaredMethod("main");
      main.setAccessible(true);
      main.invoke(constructor.newInstance());
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
