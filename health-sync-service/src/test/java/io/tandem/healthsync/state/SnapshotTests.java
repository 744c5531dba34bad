package io.tandem.healthsync.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.wire.health.HealthStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SnapshotTests {

	@TempDir
	Path directory;

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final HealthStateMeters meters = new HealthStateMeters(this.registry);

	private final FleetHealth fleet = fleet(Map.of());

	private Path file() {
		return this.directory.resolve("state").resolve("health.snapshot");
	}

	private static FleetHealth fleet(Map<String, MachineRecord> known) {
		return new FleetHealth(List.of("mainpc", "pc2"), 10, Fleets.KEEP, known);
	}

	private void fill() {
		MachineHealth pc2 = this.fleet.machine("pc2").orElseThrow();
		pc2.opened(Reports.START);
		pc2.record(Reports.numbered("a", "e1", 7, 1));
		pc2.record(Reports.numbered("a", "e1", 5, 2));
		pc2.record(Reports.numbered("a", "e1", 5, 3));
		pc2.record(Reports.received("a", HealthStatus.DOWN, "e2", 1, 4));
		pc2.record(Reports.plain("b", 5));
		pc2.recordForeign(new ForeignReport("c", "mainpc", HealthStatus.UP, Reports.START),
				Reports.plain("c", 6).position());
	}

	@Test
	void whatIsReadIsWhatWasWritten() throws IOException {
		fill();
		SnapshotFile file = new SnapshotFile(file());
		assertThat(file.read()).isNull();
		file.write(this.fleet.copy());
		FleetHealth restarted = fleet(file.read());
		assertThat(restarted.machine("pc2").orElseThrow().agents())
			.isEqualTo(this.fleet.machine("pc2").orElseThrow().agents());
		assertThat(restarted.machine("pc2").orElseThrow().digest())
			.isEqualTo(this.fleet.machine("pc2").orElseThrow().digest());
		assertThat(restarted.copy()).usingRecursiveComparison().ignoringCollectionOrder().isEqualTo(this.fleet.copy());
	}

	@Test
	void anyDamagedByteIsNoticed() throws IOException {
		fill();
		SnapshotFile file = new SnapshotFile(file());
		file.write(this.fleet.copy());
		byte[] whole = Files.readAllBytes(file());
		for (int at = 0; at < whole.length; at++) {
			byte[] damaged = whole.clone();
			damaged[at] ^= 0x10;
			Files.write(file(), damaged);
			assertThatIOException().as("byte %d", at).isThrownBy(file::read);
		}
		for (int length = 0; length < whole.length; length += 7) {
			Files.write(file(), java.util.Arrays.copyOf(whole, length));
			assertThatIOException().as("length %d", length).isThrownBy(file::read);
		}
	}

	@Test
	void damagedOneIsCountedAndSaidAndNotUsed(CapturedOutput output) throws IOException {
		SnapshotFile file = new SnapshotFile(file());
		assertThat(Snapshots.read(file, this.meters)).isEmpty();
		file.write(this.fleet.copy());
		assertThat(Snapshots.read(file, this.meters)).hasSize(2);
		Files.writeString(file(), "no snapshot");
		assertThat(Snapshots.read(file, this.meters)).isEmpty();
		for (String outcome : List.of("absent", "found", "damaged")) {
			assertThat(count("read", outcome)).as(outcome).isOne();
		}
		assertThat(output.getOut()).contains("snapshot cannot be used");
	}

	@Test
	void isWrittenWhenSomethingChangedAndAtTheEnd() throws IOException {
		SnapshotFile file = new SnapshotFile(file());
		Snapshots snapshots = new Snapshots(file, this.fleet, Duration.ofHours(1), this.meters);
		assertThat(snapshots.work()).isEqualTo(Duration.ofHours(1));
		assertThat(file()).doesNotExist();
		fill();
		snapshots.work();
		snapshots.work();
		assertThat(count("write", "done")).isOne();
		this.fleet.machine("pc2").orElseThrow().record(Reports.plain("b", 9));
		snapshots.close();
		assertThat(file.read().get("pc2").newest()).isEqualTo(Reports.plain("b", 9).position());
	}

	@Test
	void oneThatCannotBeWrittenIsTriedAgain(CapturedOutput output) throws IOException {
		Path blocked = Files.createFile(this.directory.resolve("blocked"));
		Snapshots snapshots = new Snapshots(new SnapshotFile(blocked.resolve("health.snapshot")), this.fleet,
				Duration.ofHours(1), this.meters);
		fill();
		assertThat(snapshots.work()).isPositive().isLessThan(Duration.ofSeconds(1));
		snapshots.work();
		assertThat(count("write", "failed")).isEqualTo(2);
		assertThat(output.getOut().lines().filter((line) -> line.contains("Cannot write a snapshot"))).hasSize(1);
	}

	@Test
	void moreAgentsThanAreKeptAreNotTakenOver() {
		fill();
		FleetHealth small = new FleetHealth(List.of("pc2"), 1, Fleets.KEEP, this.fleet.copy());
		assertThat(small.machine("pc2").orElseThrow().agents()).hasSize(1);
	}

	private double count(String operation, String outcome) {
		return this.registry.get("tandem.health.snapshots")
			.tag("operation", operation)
			.tag("outcome", outcome)
			.counter()
			.count();
	}

}
