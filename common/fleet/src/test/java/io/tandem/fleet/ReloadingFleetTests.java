package io.tandem.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.fleet.FleetState.Refusal;
import io.tandem.fleet.InvalidFleetException.Fault;
import io.tandem.test.time.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ReloadingFleetTests {

	private static final String REFUSED = "The fleet file cannot be used";

	private final AtomicLong nanos = new AtomicLong(17);

	private final MutableClock clock = MutableClock.at(Instant.parse("2026-11-23T10:00:00Z"));

	@TempDir
	Path directory;

	@Test
	void aChangeIsSeenOnceTheIntervalIsOver() throws IOException {
		write("a");
		ReloadingFleet fleet = fleet();
		write("bb");
		assertThat(fleet.current().find("a")).isPresent();
		pass();
		assertThat(fleet.current().find("a")).isEmpty();
		assertThat(fleet.current().find("bb")).isPresent();
		assertThat(fleet.failures()).isZero();
	}

	@Test
	void aBadFileLeavesTheOldFleetAndIsSaidOnce(CapturedOutput output) throws IOException {
		write("a");
		ReloadingFleet fleet = fleet();
		Files.writeString(file(), "version: 7\n");
		for (int i = 0; i < 3; i++) {
			pass();
			assertThat(fleet.current().find("a")).isPresent();
		}
		assertThat(fleet.isStale()).isTrue();
		assertThat(fleet.failures()).isEqualTo(1);
		assertThat(output.getOut()).containsOnlyOnce(REFUSED).contains("line 1: this reads version 1 only");

		write("bb");
		pass();
		assertThat(fleet.current().find("bb")).isPresent();
		assertThat(fleet.isStale()).isFalse();
	}

	@Test
	void aFileWhoseAgentsNeedEachOtherIsRefusedWhole() throws IOException {
		write("a");
		ReloadingFleet fleet = fleet();
		Instant loaded = this.clock.instant();
		assertThat(fleet.look()).satisfies((state) -> {
			assertThat(state.file()).isEqualTo(file());
			assertThat(state.loadedAt()).isEqualTo(loaded);
			assertThat(state.refused()).isNull();
		});
		this.clock.advance(Duration.ofHours(1));
		Instant refused = this.clock.instant();
		Files.writeString(file(), """
				version: 1
				machines: [{name: pc2}]
				agents:
				  - {name: good, machine: pc2}
				  - {name: b, machine: pc2, dependsOn: [c]}
				  - {name: c, machine: pc2, dependsOn: [b]}
				""");
		pass();
		assertThat(fleet.current().agents()).extracting(FleetAgent::name).containsExactly("a");
		assertThat(fleet.look()).satisfies((state) -> {
			assertThat(state.isStale()).isTrue();
			assertThat(state.loadedAt()).isEqualTo(loaded);
			assertThat(state.refused())
				.isEqualTo(new Refusal(refused, "the file has faults", List.of(new Fault(6, "cycle: b -> c -> b"))));
		});
		this.clock.advance(Duration.ofHours(1));
		write("bb");
		pass();
		assertThat(fleet.look()).satisfies((state) -> {
			assertThat(state.isStale()).isFalse();
			assertThat(state.loadedAt()).isEqualTo(this.clock.instant());
			assertThat(state.refused()).as("what was refused last stays to be seen").isNotNull();
		});
	}

	@Test
	void aMissingFileIsAnEmptyFleetUntilItComes(CapturedOutput output) throws IOException {
		ReloadingFleet fleet = fleet();
		pass();
		assertThat(fleet.current().agents()).isEmpty();
		assertThat(fleet.look().loadedAt()).isNull();
		assertThat(fleet.look().refused())
			.isEqualTo(new Refusal(this.clock.instant(), "there is no such file", List.of()));
		assertThat(fleet.failures()).isEqualTo(1);
		assertThat(output.getOut()).containsOnlyOnce(REFUSED);
		write("a");
		pass();
		assertThat(fleet.current().find("a")).isPresent();
		Files.delete(file());
		pass();
		assertThat(fleet.current().find("a")).isPresent();
		assertThat(fleet.isStale()).isTrue();
	}

	@Test
	void withoutTheSettingTheFleetIsEmptyAndNothingIsWrong() {
		runner().withPropertyValues("tandem.fleet-file=").run((context) -> {
			ReloadingFleet fleet = context.getBean(ReloadingFleet.class);
			assertThat(fleet.current().machines()).isEmpty();
			assertThat(fleet.isStale()).isFalse();
		});
	}

	@Test
	void theSettingNamesTheFileAndItsStateIsShown() throws IOException {
		write("a");
		runner().withPropertyValues("tandem.fleet-file=" + file()).run((context) -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(MeterBinder.class).bindTo(registry);
			assertThat(registry.get("tandem.fleet.agents").gauge().value()).isEqualTo(1);
			assertThat(registry.get("tandem.fleet.warnings").gauge().value()).isZero();
			assertThat(registry.get("tandem.fleet.stale").gauge().value()).isZero();
			assertThat(registry.get("tandem.fleet.failures").functionCounter().count()).isZero();
		});
	}

	private static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FleetAutoConfiguration.class));
	}

	private ReloadingFleet fleet() {
		return new ReloadingFleet(file(), Duration.ofSeconds(5), this.nanos::get, this.clock);
	}

	private void pass() {
		this.nanos.addAndGet(Duration.ofSeconds(5).toNanos());
	}

	private void write(String agent) throws IOException {
		Files.writeString(file(), """
				version: 1
				machines: [{name: pc2}]
				agents: [{name: %s, machine: pc2}]
				""".formatted(agent));
	}

	private Path file() {
		return this.directory.resolve("fleet.yaml");
	}

}
