package io.klatch.socketio;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What keeps the library in the shape that its package descriptions promise.
class ArchitectureTest {
  private static final int FILE_LINES_MAX = 400;
  private static final int METHOD_LINES_MAX = 50;
  private static final String ROOT = "io.klatch.socketio";
  private static final String ENGINE = ROOT + ".engine";
  private static final String PACKET = ROOT + ".packet";
  private static final String ADMIN = ROOT + ".admin";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /// Public for those who use the library, though nothing of ours names it.
  private static final Set<String> FOR_USERS =
      Set.of(
          "EngineListener",
          "ListenerConfig",
          "IoKind",
          "EngineConfig",
          "EngineLimits",
          "RequestLimits",
          "FrameLimits",
          "RateLimits",
          "Compression",
          "EngineServer",
          "Access",
          "Origins",
          "TrustedProxies",
          "Denied",
          "Cors",
          "AddressLimits",
          "AccessGuard",
          "AnswerHook",
          "AccessDecision",
          "ClientFiles",
          "LargeBodies",
          "LargeRequest",
          "PlainEndpoint",
          "PlainEndpointConfig",
          "PlainAcceptor",
          "PlainListener",
          "PlainSocket",
          "PlainText",
          "TlsFiles",
          "TlsException",
          "EngineHandler",
          "AdminUi",
          "AdminUiOptions",
          "AdminAuth",
          "AdminMode",
          "AdminSessions");

  @Test
  void the_rules_see_the_code() throws IOException {
    assertThat(CLASSES.size()).isGreaterThan(70);
    assertThat(CLASSES.stream().map(type -> type.getPackageName()).distinct())
        .containsExactlyInAnyOrder(ROOT, ENGINE, PACKET, ADMIN);
    assertThat(sources()).hasSizeGreaterThan(45);
  }

  @Test
  void packets_use_only_the_jdk_and_jspecify() {
    classes()
        .that()
        .resideInAPackage(PACKET)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(PACKET, "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void packets_do_no_io_and_know_no_thread_and_no_clock() {
    noClasses()
        .that()
        .resideInAPackage(PACKET)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio.channels..", "java.net..", "java.time..")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent..")
        .check(CLASSES);
  }

  @Test
  void netty_lives_in_the_engine() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ENGINE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(CLASSES);
  }

  @Test
  void the_engine_knows_neither_the_root_nor_json() {
    noClasses()
        .that()
        .resideInAPackage(ENGINE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT, "tools.jackson..")
        .check(CLASSES);
  }

  @Test
  void nothing_knows_the_admin_ui_and_it_alone_knows_bcrypt() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ADMIN)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ADMIN, "org.springframework..")
        .check(CLASSES);
  }

  @Test
  void the_library_knows_nothing_else_of_ours() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.klatch..").and(not(resideInAPackage("io.klatch.socketio.."))))
        .check(CLASSES);
  }

  @Test
  void there_are_no_cycles() {
    slices().matching("io.klatch.socketio.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void threads_are_made_by_whoever_uses_the_library() {
    noClasses()
        .should()
        .callConstructor(Thread.class)
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.Executors")
        .check(CLASSES);
  }

  /// The root is what users import, and so is what a listener needs; the rest is public only
  /// because another package names it.
  @Test
  void what_is_public_is_named_by_another_package() {
    var tooPublic =
        CLASSES.stream()
            .filter(type -> !type.getPackageName().equals(ROOT))
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> type.isTopLevelClass() && !FOR_USERS.contains(type.getSimpleName()))
            .filter(type ->
                type.getDirectDependenciesToSelf().stream()
                    .allMatch(
                        use -> use.getOriginClass().getPackageName().equals(type.getPackageName())))
            .map(type -> type.getName())
            .toList();
    assertThat(tooPublic).isEmpty();
  }

  @Test
  void files_and_methods_are_short() throws IOException {
    var tooLong = new ArrayList<String>();
    for (var source : sources()) {
      var lines = Files.readAllLines(source);
      if (lines.size() > FILE_LINES_MAX) {
        tooLong.add(source.getFileName() + ": " + lines.size() + " lines");
      }
      longMethods(lines).forEach(method -> tooLong.add(source.getFileName() + ": " + method));
    }
    assertThat(tooLong).isEmpty();
  }

  /// Relies on the formatter: a method's first line and its closing brace have the same indent.
  private static List<String> longMethods(List<String> lines) {
    var start = Pattern.compile("^( {2}| {4})\\S.*\\S");
    var found = new ArrayList<String>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      var match = start.matcher(line);
      boolean type = line.matches(".*\\b(class|record|enum|interface)\\b.*");
      if (!match.find() || type || !line.contains("(") || line.endsWith(";")) {
        continue;
      }
      var end = match.group(1) + "}";
      int last = i;
      while (last < lines.size() && !lines.get(last).equals(end)) {
        last++;
      }
      if (last < lines.size() && last - i + 1 > METHOD_LINES_MAX && isMethod(lines, i, last)) {
        found.add(line.strip() + " has " + (last - i + 1) + " lines");
      }
    }
    return found;
  }

  /// No other member begins before the end.
  private static boolean isMethod(List<String> lines, int first, int last) {
    int indent = lines.get(last).indexOf('}');
    return lines.subList(first + 1, last).stream()
        .noneMatch(line -> line.matches(" {" + indent + "}[^ })/@.].*"));
  }

  private static List<Path> sources() throws IOException {
    try (var files = Files.walk(Path.of("src"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
