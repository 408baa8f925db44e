package io.klatch.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The rules of CONTRIBUTING.md about who may know whom, on the classes as they are compiled.
class ArchitectureTest {
  private static final Path DOCUMENT = Path.of("..", "ARCHITECTURE.md");
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.klatch");

  @Test
  void the_rules_see_the_code() {
    assertThat(OURS.that(resideInAPackage("io.klatch.server.."))).hasSizeGreaterThan(80);
    assertThat(OURS.that(resideInAPackage("io.klatch.domain.."))).hasSizeGreaterThan(50);
    assertThat(OURS.that(resideInAPackage("io.klatch.socketio.."))).hasSizeGreaterThan(50);
  }

  @Test
  void each_package_uses_exactly_what_the_table_in_the_document_says() throws IOException {
    assertThat(actualUses()).isEqualTo(documentedUses());
  }

  @Test
  void there_are_no_cycles() {
    slices().matching("io.klatch.server.(*)..").should().beFreeOfCycles().check(OURS);
    slices().matching("io.klatch.domain.(*)..").should().beFreeOfCycles().check(OURS);
    slices().matching("io.klatch.(*)..").should().beFreeOfCycles().check(OURS);
  }

  @Test
  void nobody_depends_on_the_root() {
    noClasses()
        .that()
        .resideInAPackage("io.klatch.server.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.klatch.server")
        .check(OURS);
  }

  @Test
  void the_domain_and_the_packets_use_the_jdk_alone_and_the_library_nothing_of_ours() {
    onlyUse("io.klatch.domain..", "io.klatch.domain..");
    onlyUse("io.klatch.socketio.packet..", "io.klatch.socketio.packet..");
    noClasses()
        .that()
        .resideInAPackage("io.klatch.socketio..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.klatch..").and(not(resideInAPackage("io.klatch.socketio.."))))
        .check(OURS);
  }

  @Test
  void each_foreign_part_has_its_place() {
    staysIn("io.netty..", "io.klatch.socketio.engine", "io.klatch.server.http");
    staysIn("java.sql..", "io.klatch.server.storage");
    staysIn("org.sqlite..", "io.klatch.server.storage");
    staysIn("org.flywaydb..", "io.klatch.server.storage");
    staysIn("com.nimbusds..", "io.klatch.server.auth");
    staysIn("software.amazon..", "io.klatch.server.files");
    staysIn("picocli..", "io.klatch.server");
    staysIn("ch.qos.logback..", "io.klatch.server");
    staysIn("io.github.bucket4j..", "io.klatch.server.limits");
  }

  @Test
  void threads_are_made_in_one_package() {
    noClasses()
        .that(resideInAPackage("io.klatch.server..").and(not(resideInAPackage("..threads"))))
        .should()
        .callMethodWhere(call("java.lang.Thread", "ofVirtual|ofPlatform|startVirtualThread"))
        .orShould()
        .callMethodWhere(call("java.util.concurrent.Executors", "new.*"))
        .orShould()
        .callConstructorWhere(constructed("java.lang.Thread|.*ThreadPoolExecutor|.*ForkJoinPool"))
        .check(OURS);
  }

  @Test
  void time_and_randomness_come_through_constructors() {
    noClasses()
        .that(
            resideInAnyPackage("io.klatch.server.*..", "io.klatch.domain..")
                // An epoch need only be unlike others; no test would fix it.
                .and(not(simpleName("Schema"))))
        .should()
        .callMethodWhere(call("java.time.(Instant|LocalDate.*|ZonedDateTime)", "now"))
        .orShould()
        .callMethodWhere(call("java.time.Clock", "system.*"))
        .orShould()
        .callMethodWhere(call("java.lang.System", "currentTimeMillis"))
        .orShould()
        .callMethodWhere(call("java.(lang.Math|util.UUID)", "random.*"))
        .orShould()
        .callConstructorWhere(constructed("java.util.Random|java.security.SecureRandom"))
        .check(OURS);
  }

  @Test
  void a_type_is_public_only_if_another_package_names_it() {
    var calledFromOutside =
        Set.of(
            "io.klatch.server.Main", // the JVM
            "io.klatch.server.Logging", // Logback
            "io.klatch.server.config.Setting", // the test of docs/operations.md
            "io.klatch.domain.chat.Admission"); // lambdas, which this test does not see
    var needless =
        OURS.that(resideInAnyPackage("io.klatch.server..", "io.klatch.domain..")).stream()
            .filter(each -> each.getModifiers().toString().contains("PUBLIC"))
            .filter(each -> each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
            .filter(each -> !calledFromOutside.contains(each.getName()))
            .filter(ArchitectureTest::isNamedInItsPackageOnly)
            .map(JavaClass::getName);
    assertThat(needless).isEmpty();
  }

  @Test
  void files_and_methods_are_of_a_size_to_be_read() throws IOException {
    var tooLong = new TreeMap<String, Integer>();
    for (var module : Set.of("server", "domain", "socketio")) {
      for (var file : Sources.of(Path.of("..", module, "src", "main", "java"))) {
        Sources.tooLong(file).forEach(tooLong::put);
      }
    }
    // One state machine of one session; cutting it would spread one lock over two files.
    tooLong.remove("../socketio/src/main/java/io/klatch/socketio/engine/EngineSession.java");
    assertThat(tooLong).isEmpty();
  }

  private static boolean isNamedInItsPackageOnly(JavaClass type) {
    return type.getDirectDependenciesToSelf().stream()
        .allMatch(use -> use.getOriginClass().getPackageName().equals(type.getPackageName()));
  }

  private static void onlyUse(String user, String... used) {
    noClasses()
        .that()
        .resideInAPackage(user)
        .should()
        .dependOnClassesThat(
            not(resideInAnyPackage("java..", "org.jspecify..")).and(not(resideInAnyPackage(used))))
        .check(OURS);
  }

  private static void staysIn(String part, String... places) {
    noClasses()
        .that(not(resideInAnyPackage(places)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(part)
        .check(OURS);
  }

  private static DescribedPredicate<JavaCall<?>> call(String owner, String name) {
    return DescribedPredicate.describe(
        owner + "." + name,
        call -> call.getTargetOwner().getName().matches(owner) && call.getName().matches(name));
  }

  private static DescribedPredicate<JavaCall<?>> constructed(String owner) {
    return DescribedPredicate.describe(
        "new " + owner, call -> call.getTargetOwner().getName().matches(owner));
  }

  /// Package of the server → packages of ours it uses, without `io.klatch.`; the domain as one.
  private static Map<String, Set<String>> actualUses() {
    var uses = new TreeMap<String, Set<String>>();
    for (var user : OURS.that(resideInAPackage("io.klatch.server.*.."))) {
      var used = uses.computeIfAbsent(shortName(user), _ -> new TreeSet<>());
      user.getDirectDependenciesFromSelf().stream()
          .map(use -> shortName(use.getTargetClass()))
          .filter(name -> name != null && !name.equals(shortName(user)))
          .forEach(used::add);
    }
    return uses;
  }

  private static @Nullable String shortName(JavaClass type) {
    var name = type.getPackageName();
    if (!name.startsWith("io.klatch.")) {
      return null;
    }
    var ours = name.substring("io.klatch.".length());
    return ours.startsWith("domain") ? "domain" : ours;
  }

  private static Map<String, Set<String>> documentedUses() throws IOException {
    var row = Pattern.compile("\\| `(server\\.[a-z.]+)` \\| (.*) \\|");
    var uses = new TreeMap<String, Set<String>>();
    for (var line : Files.readAllLines(DOCUMENT)) {
      var match = row.matcher(line);
      if (match.matches()) {
        uses.put(
            match.group(1),
            Pattern.compile("`([a-z.]+)`")
                .matcher(match.group(2))
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
    return uses;
  }
}
