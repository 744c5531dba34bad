package io.tandem.failover.delivery;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.failover.gateway.RecordKind;
import io.tandem.failover.spool.SpoolSettings;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Prints how fast a backlog of records of 50 series drains into a hub in the same
 * process, while 100 new records a second come in. Run its main method with a directory
 * on the disk in question, and the number of records.
 */
final class DrainBenchmark {

	private static final int SERIES = 50;

	private DrainBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Files.createTempDirectory(Path.of(args[0]), "drain");
		int backlog = Integer.parseInt(args[1]);
		byte[] payload = payload();
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		SpoolSettings settings = new SpoolSettings(64L << 20, 8L << 30, 0, 64L << 20, 8 << 20, Duration.ofHours(1),
				1L << 30);
		try (ScriptedHub hub = new ScriptedHub();
				DeliveryRig rig = new DeliveryRig(directory, settings,
						DeliveryRig.properties(hub.address(), hub.address(), Duration.ofSeconds(1)), registry)
					.joining(WriteRequests::join)) {
			hub.forgetful();
			rig.start(DeliveryRig.SPOOL);
			long now = InstantSource.system().millis();
			CompletableFuture<?> last = CompletableFuture.completedFuture(null);
			for (int i = 0; i < backlog; i++) {
				last = rig.spool().append(RecordKind.of(Protocol.REMOTE_WRITE), now - 60_000, payload);
				if (i % 1000 == 0) {
					last.join();
				}
			}
			last.join();
			System.out.printf("%d records of %d bytes%n", backlog, payload.length);
			rig.use(DeliveryRig.LOCAL);
			long start = System.nanoTime();
			long shown = 0;
			long before = 0;
			long oldest = 0;
			for (int i = 0; rig.delivery().status().backlogRecords() > 20; i++) {
				rig.spool().append(RecordKind.of(Protocol.REMOTE_WRITE), InstantSource.system().millis(), payload);
				TimeUnit.MILLISECONDS.sleep(10);
				RouteStatus status = rig.delivery().status();
				oldest = Math.max(oldest, status.liveAge().toMillis());
				if (i % 100 == 99) {
					long delivered = (long) rig.count("tandem.delivery.records", "lane", "backlog");
					double seconds = (System.nanoTime() - start) / 1e9;
					System.out.printf("%5.1f s: %d left, limit %.0f/s, drained %.0f/s, oldest live %d ms%n", seconds,
							status.backlogRecords(), status.backlogRate(),
							(delivered - before) / (seconds - shown / 1e9), oldest);
					before = delivered;
					shown = System.nanoTime() - start;
					oldest = 0;
				}
			}
			double seconds = (System.nanoTime() - start) / 1e9;
			System.out.printf("drained in %.1f s: %.0f records/s%n", seconds, backlog / seconds);
		}
	}

	private static byte[] payload() {
		List<TimeSeries> series = new ArrayList<>();
		for (int i = 0; i < SERIES; i++) {
			series.add(new TimeSeries(Labels.of("__name__", "shop_metric_" + i, "job", "shop", "instance",
					"agent-17:8080", "zone", "a" + i), List.of(new Sample(1_700_000_000_000L, Math.random()))));
		}
		return WriteRequests.encode(series);
	}

}
