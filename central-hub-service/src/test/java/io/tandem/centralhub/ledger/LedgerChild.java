package io.tandem.centralhub.ledger;

import io.tandem.centralhub.CentralHubService;
import io.tandem.centralhub.ledger.LedgerKey.Kind;
import io.tandem.service.ServiceLauncher;
import io.tandem.wire.identity.RecordRange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Records one message after the other and prints the sequence of each that is durable,
 * until it is killed.
 */
final class LedgerChild {

	private LedgerChild() {
	}

	public static void main(String[] args) {
		Ledger ledger = start(Path.of(args[0])).getBean(Ledger.class);
		for (long sequence = 1; sequence <= 100_000; sequence++) {
			ledger.record(List.of(arrival(sequence)));
			System.out.println("durable " + sequence);
		}
	}

	/** Starts the service with nothing but its ledger. */
	static ConfigurableApplicationContext start(Path state) {
		return new SpringApplicationBuilder(CentralHubService.class).properties(ServiceLauncher.defaults("central-hub"))
			.web(WebApplicationType.NONE)
			.run("--tandem.machine=mainpc", "--tandem.hub.enabled=false", "--tandem.sink.enabled=false",
					"--tandem.jetstream.enabled=false", "--tandem.state-directory=" + state);
	}

	static Arrival arrival(long sequence) {
		// every tenth record opens a gap, and the one after the next closes it
		long record = switch ((int) (sequence % 10)) {
			case 3 -> sequence + 1;
			case 4 -> sequence - 1;
			default -> sequence;
		};
		return new Arrival(new LedgerKey(Kind.STREAM, "METRICS_PC2", "20260101T000000000Z"), sequence,
				Instant.parse("2026-01-01T00:00:00Z").plusMillis(sequence),
				new RecordRange("pc2", "e1", record, record), null);
	}

}
