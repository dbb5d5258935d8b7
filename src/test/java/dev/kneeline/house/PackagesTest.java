package dev.kneeline.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The house's plan: who may import whom, and where effects live.
class PackagesTest {

  private static final Pattern TESTS = Pattern.compile(".*/(test|test-classes)/dev/.*");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.matches(TESTS))
          .importPackages("dev.kneeline");

  private static final Architecture ARCHITECTURE = Architecture.read();

  @Test
  void the_table_of_architecture_md_names_every_package_and_no_other() {
    Set<String> found = new TreeSet<>();
    for (JavaClass each : CLASSES) {
      found.add(layerOf(each));
    }
    assertThat(ARCHITECTURE.layers().stream().map(Architecture.Layer::name))
        .as("packages of ARCHITECTURE.md against those of the code")
        .containsExactlyInAnyOrderElementsOf(found);
  }

  @Test
  void a_package_imports_only_packages_above_it_in_the_table() {
    List<String> below = new ArrayList<>();
    for (Architecture.Layer layer : ARCHITECTURE.layers().reversed()) {
      if (!below.isEmpty()) {
        noClasses()
            .that()
            .resideInAPackage("dev.kneeline." + layer.name() + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(below.toArray(String[]::new))
            .because("the table in ARCHITECTURE.md is the dependency order")
            .allowEmptyShould(true)
            .check(CLASSES);
      }
      below.add("dev.kneeline." + layer.name() + "..");
    }
  }

  @Test
  void packages_form_no_cycles() {
    slices().matching("dev.kneeline.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void a_pure_package_touches_no_file_resource_network_process_clock_or_unseeded_random() {
    String[] pure = ARCHITECTURE.purePackages().toArray(String[]::new);
    DescribedPredicate<JavaClass> effects =
        resideInAnyPackage(
                "java.io..",
                "java.nio.file..",
                "java.nio.channels..",
                "java.net..",
                "java.net.http..",
                "javax.net..",
                "java.lang.foreign..",
                "java.util.logging..")
            .and(
                DescribedPredicate.not(
                    assignableTo(java.io.Serializable.class)
                        .and(DescribedPredicate.not(assignableTo(File.class)))))
            .and(DescribedPredicate.not(assignableTo(java.io.Reader.class)))
            .and(DescribedPredicate.not(assignableTo(java.io.Writer.class)))
            .or(assignableTo(ProcessBuilder.class))
            .or(assignableTo(Process.class))
            .as("effects");
    noClasses()
        .that()
        .resideInAnyPackage(pure)
        .should()
        .dependOnClassesThat(effects)
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(pure)
        .should(
            callMethodWhere(
                anyCall(
                    "reads a clock, a resource or an unseeded random",
                    "System.nanoTime",
                    "System.currentTimeMillis",
                    "System.getenv",
                    "System.getProperty",
                    "Instant.now",
                    "LocalDate.now",
                    "LocalDateTime.now",
                    "Clock.systemUTC",
                    "Math.random",
                    "ThreadLocalRandom.current",
                    "Class.getResourceAsStream",
                    "Class.getResource",
                    "Thread.sleep")))
        .because("time, randomness and text come in as arguments")
        .check(CLASSES);
  }

  @Test
  void only_cli_and_the_processes_of_their_own_print_or_exit() {
    DescribedPredicate<JavaClass> elsewhere =
        resideOutsideOfPackages("dev.kneeline.cli..")
            .and(
                DescribedPredicate.describe(
                    "is not a process of its own",
                    (JavaClass each) -> !each.getSimpleName().endsWith("Main")));
    noClasses()
        .that(elsewhere)
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("stdout is data, stderr is talk, and one package decides")
        .check(CLASSES);
    noClasses()
        .that(elsewhere)
        .should(
            callMethodWhere(
                anyCall("ends the process", "System.exit", "Runtime.exit", "Runtime.halt")))
        .check(CLASSES);
  }

  @Test
  void only_exec_starts_processes() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kneeline.exec..")
        .should()
        .dependOnClassesThat(assignableTo(ProcessBuilder.class))
        .orShould(callMethodWhere(anyCall("starts a process", "Runtime.exec")))
        .check(CLASSES);
  }

  @Test
  void only_sweep_and_dialect_parse_yaml() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.kneeline.sweep..", "dev.kneeline.dialect..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.snakeyaml..", "org.yaml..")
        .check(CLASSES);
  }

  /// The JDK's upgrade header makes vLLM lose the request's body and answer 400, so whoever builds
  /// a client says HTTP/1.1 in the same file.
  @Test
  void a_class_that_builds_an_http_client_says_http_1_1() throws Exception {
    for (JavaClass each : CLASSES) {
      boolean builds =
          each.getMethodCallsFromSelf().stream()
              .anyMatch(call ->
                  call.getTargetOwner().isEquivalentTo(HttpClient.class)
                      && (call.getName().equals("newBuilder")
                          || call.getName().equals("newHttpClient")));
      if (builds) {
        String outermost = each.getName().replaceAll("\\$.*", "");
        String source =
            Files.readString(Path.of("src/main/java", outermost.replace('.', '/') + ".java"));
        assertThat(source)
            .as("%s builds an HttpClient", each.getName())
            .contains("HTTP_1_1")
            .doesNotContain("newHttpClient");
      }
    }
  }

  @Test
  void every_package_is_null_marked() {
    ArchRule rule =
        classes()
            .that()
            .haveSimpleName("package-info")
            .should()
            .beAnnotatedWith("org.jspecify.annotations.NullMarked");
    rule.check(CLASSES);
    Set<String> marked = new TreeSet<>();
    Set<String> all = new TreeSet<>();
    for (JavaClass each : CLASSES) {
      (each.getSimpleName().equals("package-info") ? marked : all).add(each.getPackageName());
    }
    assertThat(marked).as("packages with a package-info").containsAll(all);
  }

  private static String layerOf(JavaClass each) {
    return each.getPackageName().split("\\.")[2];
  }

  private static DescribedPredicate<JavaCall<?>> anyCall(String description, String... names) {
    Set<String> wanted = Set.of(names);
    return DescribedPredicate.describe(
        description,
        call -> wanted.contains(call.getTargetOwner().getSimpleName() + "." + call.getName()));
  }
}
