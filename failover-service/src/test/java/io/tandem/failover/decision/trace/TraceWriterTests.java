package io.tandem.failover.decision.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Result.Failure;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.TierState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceWriterTests {

	private static final Tier HUB = Tier.parse("local-hub/pc2");

	@TempDir
	private Path directory;

	@Test
	void everyObservationButATickIsReadBack() throws IOException {
		List<Observation> observations = List.of(
				new Observation.Outcome(HUB, Observation.Source.PROBE, 1, 2, new Observation.Result.Success()),
				new Observation.Outcome(HUB, Observation.Source.DELIVERY, 2, 3,
						new Failure(Failure.Kind.STATUS, "status-503")),
				new Observation.Overdue(HUB, Observation.Source.DELIVERY, 3, 4),
				new Observation.PeerView("mainpc", Observation.Via.NATS, HUB, TierState.DOWN, Long.MAX_VALUE, 5),
				new Observation.Stall(4, 6, Observation.Cause.GC), new Observation.ClockJump(7, -5),
				new Observation.Overridden(8,
						new Observation.Pin(HUB, "a \"quoted\" reason", Instant.EPOCH, Instant.MAX)),
				new Observation.Overridden(9, new Observation.Pin(null, "", Instant.EPOCH, Instant.EPOCH)),
				new Observation.Overridden(10, null));
		try (TraceWriter writer = new TraceWriter(this.directory, WhatIfTests::header)) {
			for (Observation observation : observations) {
				writer.write(observation);
				writer.write(new Observation.Tick(observation.at()));
			}
		}
		Trace read = Trace.read(this.directory.resolve("trace.jsonl"));
		assertThat(read.header()).isEqualTo(WhatIfTests.header());
		assertThat(read.observations()).isEqualTo(observations);
	}

	@Test
	void twoFilesOfBoundedSizeAreKeptAndEachCanBeRead() throws IOException {
		try (TraceWriter writer = new TraceWriter(this.directory, WhatIfTests::header, 4000)) {
			for (int i = 0; i < 1000; i++) {
				writer.write(new Observation.ClockJump(i, i));
			}
		}
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files).hasSize(2).allSatisfy((file) -> {
				assertThat(Files.size(file)).isLessThan(4100);
				assertThat(Trace.read(file).observations()).isNotEmpty();
			});
		}
		assertThat(Trace.read(this.directory.resolve("trace.jsonl")).until()).isEqualTo(999);
	}

	@Test
	void nextLifeKeepsTheTraceOfTheOneBefore() throws IOException {
		for (int life = 1; life <= 2; life++) {
			try (TraceWriter writer = new TraceWriter(this.directory, WhatIfTests::header)) {
				writer.write(new Observation.ClockJump(life, life));
			}
		}
		assertThat(Trace.read(this.directory.resolve("trace.1.jsonl")).until()).isEqualTo(1);
		assertThat(Trace.read(this.directory.resolve("trace.jsonl")).until()).isEqualTo(2);
	}

	@Test
	void goesOnAfterAFailure() throws IOException {
		Path blocked = this.directory.resolve("blocked");
		Files.writeString(blocked, "a file where the folder should be");
		try (TraceWriter writer = new TraceWriter(blocked, WhatIfTests::header)) {
			assertThatThrownBy(() -> writer.write(new Observation.ClockJump(1, 1))).isInstanceOf(IOException.class);
			Files.delete(blocked);
			writer.write(new Observation.ClockJump(2, 2));
		}
		assertThat(Trace.read(blocked.resolve("trace.jsonl")).until()).isEqualTo(2);
	}

}
