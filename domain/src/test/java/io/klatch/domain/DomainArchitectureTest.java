package io.klatch.domain;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.URI;
import org.junit.jupiter.api.Test;

class DomainArchitectureTest {
  private static final JavaClasses DOMAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.klatch.domain");

  @Test
  void the_rules_see_the_code() {
    assertThat(DOMAIN).hasSizeGreaterThan(50);
  }

  @Test
  void the_domain_knows_the_jdk_and_itself() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "io.klatch.domain..")
        .check(DOMAIN);
  }

  @Test
  void it_reaches_for_no_thread_file_socket_or_database() {
    // An address is a value like any other; what opens one is not here.
    var outside =
        resideInAnyPackage(
                "java.io..", "java.net..", "java.nio.file..", "java.nio.channels..", "java.sql..")
            .and(not(equivalentTo(URI.class)));
    noClasses()
        .should()
        .dependOnClassesThat(outside)
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.lang\\.Thread|java\\.util\\.concurrent\\..*Execut.*")
        .check(DOMAIN);
  }

  @Test
  void its_capabilities_have_no_cycles() {
    slices().matching("io.klatch.domain.(*)..").should().beFreeOfCycles().check(DOMAIN);
  }
}
