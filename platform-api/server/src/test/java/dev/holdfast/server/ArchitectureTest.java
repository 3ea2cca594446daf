package dev.holdfast.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.holdfast.TestApplication;
import dev.holdfast.kernel.Public;
import dev.holdfast.kernel.Requires;
import jakarta.persistence.Entity;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.repository.Repository;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The rules of the house. */
@AnalyzeClasses(packages = "dev.holdfast", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** Modules depend on each other only as they declare, without cycles, and only on what is public. */
    @Test
    void modulesKeepToTheirDeclaredDependencies() {
        ApplicationModules.of(TestApplication.class).verify();
    }

    @ArchTest
    static final ArchRule entitiesNeverLeaveTheirModule =
            classes().that().areAnnotatedWith(Entity.class).should().notBePublic();

    @ArchTest
    static final ArchRule repositoriesNeverLeaveTheirModule =
            classes().that().areAssignableTo(Repository.class).should().notBePublic();

    @ArchTest
    static final ArchRule everyEndpointDeclaresWhoMayCallIt = methods()
            .that()
            .areMetaAnnotatedWith(RequestMapping.class)
            .and()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(RestController.class)
            .should()
            .beAnnotatedWith(Requires.class)
            .orShould()
            .beAnnotatedWith(Public.class);

    @ArchTest
    static final ArchRule controllersLiveInTheWebOrMlflowPackageOfTheirModule = classes()
            .that()
            .areAnnotatedWith(RestController.class)
            .should()
            .resideInAnyPackage("dev.holdfast.*.web", "dev.holdfast.*.mlflow")
            .andShould()
            .notBePublic();

    @ArchTest
    static final ArchRule theKernelIsPureJava = noClasses()
            .that()
            .resideInAPackage("dev.holdfast.kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "jakarta..");

    @ArchTest
    static final ArchRule nothingIsCalledUtil =
            noClasses().should().resideInAnyPackage("..util..", "..utils..", "..helper..", "..common..", "..impl..");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Utils");

    @ArchTest
    static final ArchRule dependenciesComeByConstructor = fields().should().notBeAnnotatedWith(Autowired.class);

    /** The build writes bean definitions down: what a condition says of properties then would hold for every start. */
    @ArchTest
    static final ArchRule beansDoNotDependOnTheEnvironment = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching(".*\\.(ConditionalOn(Boolean)?Propert(y|ies)|ConditionalOnExpression|Profile)");
}
