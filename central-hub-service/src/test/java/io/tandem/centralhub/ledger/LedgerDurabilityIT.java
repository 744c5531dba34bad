package io.tandem.centralhub.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.centralhub.ledger.LedgerKey.Kind;
import io.tandem.wire.identity.SequenceRange;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

class LedgerDurabilityIT {

	@TempDir
	private Path state;

	@Test
	void whatWasRecordedSurvivesAKill() throws Exception {
		long durable = killAfter(40);
		try (ConfigurableApplicationContext again = LedgerChild.start(this.state)) {
			Ledger ledger = again.getBean(Ledger.class);
			List<EpochState> epochs = ledger.epochs().stream().map(Ledger.EpochSummary::state).toList();
			assertThat(epochs).hasSize(2).allSatisfy((epoch) -> {
				assertThat(epoch.receivedCount()).isBetween(durable, durable + 1);
				assertThat(epoch.duplicated()).isZero();
			});
			EpochState records = epochs.getFirst();
			assertThat(records.key()).isEqualTo(new LedgerKey(Kind.RECORD, "pc2", "e1"));
			assertThat(ledger.gaps("pc2", true, 10).stream().mapToLong(Gap::remaining).sum())
				.isEqualTo(records.missingCount());
			assertThat(ledger.standing(epochs.getLast().key(), durable, null)).isEqualTo(Standing.REDELIVERED);
			goesOn(ledger, epochs.getLast().known().last());
		}
	}

	private static void goesOn(Ledger ledger, long last) {
		for (long sequence = last + 1; sequence % 10 != 9; sequence++) {
			ledger.record(List.of(LedgerChild.arrival(sequence)));
		}
		assertThat(ledger.epochs()).allSatisfy((epoch) -> {
			assertThat(epoch.state().missingCount()).isZero();
			assertThat(epoch.openGaps()).isZero();
		});
	}

	/** Returns the last sequence that the child has said to be durable. */
	private long killAfter(long lines) throws IOException, InterruptedException {
		Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), LedgerChild.class.getName(),
				this.state.toString())
			.redirectErrorStream(true)
			.start();
		long durable = 0;
		StringBuilder output = new StringBuilder();
		try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
			for (String line = out.readLine(); line != null; line = out.readLine()) {
				if (line.startsWith("durable ")) {
					durable = Long.parseLong(line.substring("durable ".length()));
					if (durable == lines) {
						// by its handle: the process itself would close the stream
						child.toHandle().destroyForcibly();
					}
				}
				output.append(line).append('\n');
			}
		}
		finally {
			child.destroyForcibly();
		}
		assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(durable).as(output.toString()).isGreaterThanOrEqualTo(lines);
		return durable;
	}

	@Test
	void gapsAreFoundAndPurged() {
		try (ConfigurableApplicationContext context = LedgerChild.start(this.state)) {
			LedgerStore store = context.getBean(LedgerStore.class);
			Instant now = Instant.parse("2026-01-01T00:00:00Z");
			LedgerKey records = new LedgerKey(Kind.RECORD, "pc2", "e1");
			LedgerKey stream = new LedgerKey(Kind.STREAM, "METRICS_PC2", "e1");
			LedgerKey other = new LedgerKey(Kind.STREAM, "METRICSXPC2", "e1");
			SequenceRange range = new SequenceRange(1, 2);
			store.save(List.of(),
					List.of(Gap.opened(1, records, range, now), Gap.opened(2, stream, range, now),
							Gap.opened(3, other, range, now), Gap.refused(4, records, range, "r".repeat(900), now),
							Gap.refused(5, records, range, "r", now.plusSeconds(60)),
							Gap.refused(6, records, range, "r", now.plusSeconds(60))),
					List.of());
			assertThat(store.gaps(null, null, 3)).extracting(Gap::id).containsExactly(6L, 5L, 4L);
			assertThat(store.gaps("pc2", true, 10)).extracting(Gap::id).containsExactly(2L, 1L);
			assertThat(store.gaps("METRICS_PC2", null, 10)).extracting(Gap::id).containsExactly(2L);
			assertThat(store.gaps("%", null, 10)).isEmpty();
			assertThat(store.gaps("pc2", false, 10)).extracting(Gap::id).containsExactly(6L, 5L, 4L);
			assertThat(store.gaps("pc2", false, 10).getLast().reason()).hasSize(500);
			assertThat(store.purge(now.plus(Duration.ofSeconds(1)), 1)).isEqualTo(2);
			assertThat(store.gaps(null, null, 10)).extracting(Gap::id).containsExactly(6L, 3L, 2L, 1L);
			store.save(List.of(), List.of(), List.of(records));
			assertThat(store.gaps("pc2", null, 10)).extracting(Gap::id).containsExactly(2L);
			assertThat(store.load().lastGapId()).isEqualTo(3);
		}
	}

}
