package io.tandem.dist;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.tandem", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule featuresAreFreeOfCycles = slices().matching("io.tandem.(*).(*)..")
		.should()
		.beFreeOfCycles()
		.because("a feature that can be read, tested and deleted by itself has no way back to itself");

	@ArchTest
	static final ArchRule servicesDoNotDependOnServices = slices()
		.matching("io.tandem.(centralhub|edgehub|failover|healthsync)..")
		.should()
		.notDependOnEachOther()
		.because("they meet on the wire only, so that each can be replaced or moved by itself");

	@ArchTest
	static final ArchRule pureCodeIsPure = classes().that()
		.resideInAnyPackage("io.tandem.failover.spool", "io.tandem.failover.detection..",
				"io.tandem.failover.decision..", "io.tandem.wire..")
		.should()
		.onlyDependOnClassesThat(resideInAnyPackage("java..", "io.tandem.wire..", "io.tandem.failover.spool",
				"io.tandem.failover.detection..", "io.tandem.failover.decision..", "org.jspecify..", "org.slf4j..",
				"com.google.protobuf..", "org.xerial.snappy..", "tools.jackson.."))
		.because("what must be right in every order of events is tested without a framework around it");

	@ArchTest
	static final ArchRule timeIsGiven = noClasses().that()
		.resideOutsideOfPackage("..config..")
		.and()
		.resideInAnyPackage("io.tandem.centralhub..", "io.tandem.edgehub..", "io.tandem.failover..",
				"io.tandem.healthsync..", "io.tandem.hub..", "io.tandem.console..", "io.tandem.ingest..",
				"io.tandem.wire..")
		.should()
		.callMethod(java.time.Instant.class, "now")
		.orShould()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(Thread.class, "sleep", long.class)
		.because("a test that decides about time must be able to set it");

	@ArchTest
	static final ArchRule entitiesStayInTheirFeature = noClasses().that(resideInAPackage("io.tandem.."))
		.should(new UsesForeignEntity())
		.because("a table that two features write has no owner");

	@ArchTest
	static final ArchRule nobodyUsesTheApi = noClasses().that()
		.resideOutsideOfPackage("..api..")
		.should()
		.dependOnClassesThat(resideInAPackage("io.tandem..api..").as("views of their HTTP interface"))
		.because("views are made for the reader outside; inside, their source is used");

}
