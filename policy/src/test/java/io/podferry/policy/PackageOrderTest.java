package io.podferry.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages read as the data flow, and nothing in them touches the world. */
class PackageOrderTest {
    private static final String ROOT = "io.podferry.policy.";
    private static final List<String> ORDER =
            List.of(
                    "units",
                    "cluster",
                    "telemetry",
                    "forecast",
                    "risk",
                    "placement",
                    "plan",
                    "migration",
                    "engine");
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.podferry.policy");

    static Stream<String> packages() {
        return ORDER.stream();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void importsOnlyStagesBeforeIt(String name) {
        String[] later =
                ORDER.subList(ORDER.indexOf(name) + 1, ORDER.size()).stream()
                        .map(after -> ROOT + after + "..")
                        .toArray(String[]::new);
        if (later.length > 0) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .check(CLASSES);
        }
    }

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        assertThat(CLASSES.stream().map(c -> c.getPackageName().substring(ROOT.length())))
                .isNotEmpty()
                .allMatch(name -> ORDER.contains(name.split("\\.", -1)[0]));
    }

    static Stream<ArchRule> purity() {
        return Stream.of(
                noClasses().should().callMethod(Instant.class, "now"),
                noClasses().should().callMethod(System.class, "nanoTime"),
                noClasses().should().callMethod(System.class, "currentTimeMillis"),
                noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class),
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "java.nio.file..",
                                "java.net..",
                                "java.util.concurrent..",
                                "io.kubernetes.."),
                noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.File"));
    }

    @ParameterizedTest
    @MethodSource("purity")
    void touchesNothingOutside(ArchRule rule) {
        rule.check(CLASSES);
    }
}
