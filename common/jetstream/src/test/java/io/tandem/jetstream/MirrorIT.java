package io.tandem.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.jetstream.PublishOutcome.Stored;
import io.tandem.jetstream.StreamReader.Delivery;
import io.tandem.jetstream.StreamReader.Durable;
import io.tandem.test.nats.NatsPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MirrorIT {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final Duration DAY = Duration.ofHours(24);

	private static final int BYTES = 16 << 20;

	@Test
	void mirrorsBothWaysCatchUpAfterACutAndNothingElseCrosses() throws Exception {
		try (NatsPair pair = NatsPair.start();
				TestService mainpc = TestService.with(pair.mainpc(), Map.of("tandem.machine", "mainpc"),
						origin("mainpc"), mirror("pc2"));
				TestService pc2 = TestService.with(pair.pc2(), Map.of("tandem.machine", "pc2"), origin("pc2"),
						mirror("mainpc"))) {
			await().atMost(LONG).until(() -> mainpc.provisioner().isComplete() && pc2.provisioner().isComplete());
			List<String> sent = new ArrayList<>();
			publish(mainpc, "mainpc", sent, 100);
			publish(pc2, "pc2", sent, 100);
			awaitCount(mainpc, "METRICS_PC2", 100);
			awaitCount(pc2, "METRICS_MAINPC", 100);

			pair.link().cut();
			Instant end = Instant.now().plusSeconds(5);
			int rounds = 0;
			while (Instant.now().isBefore(end)) {
				publish(mainpc, "mainpc", sent, 1);
				publish(pc2, "pc2", sent, 1);
				rounds++;
			}
			int count = 100 + rounds;
			assertThat(count(mainpc, "METRICS_PC2")).isEqualTo(100);
			assertThat(count(pc2, "METRICS_MAINPC")).isEqualTo(100);

			pair.link().heal();
			awaitCount(mainpc, "METRICS_PC2", count);
			awaitCount(pc2, "METRICS_MAINPC", count);
			assertThat(StreamContents.ids(mainpc, "METRICS_PC2", count))
				.isEqualTo(StreamContents.ids(pc2, "METRICS_PC2", count));
			assertThat(StreamContents.ids(pc2, "METRICS_MAINPC", count))
				.isEqualTo(StreamContents.ids(mainpc, "METRICS_MAINPC", count));
			assertThat(count(mainpc, "METRICS_MAINPC")).isEqualTo(count);

			acknowledgementsStayOnTheirSide(mainpc, pc2);
		}
	}

	/** The same stream and the same durable on both machines: the worst case. */
	private static void acknowledgementsStayOnTheirSide(TestService mainpc, TestService pc2) throws Exception {
		try (Durable here = mainpc.reader().durable("METRICS_PC2", "same-name");
				Durable there = pc2.reader().durable("METRICS_PC2", "same-name")) {
			assertThat(here.fetch(10, BYTES, Duration.ofSeconds(2))).hasSize(10);
			List<Delivery> read = there.fetch(10, BYTES, Duration.ofSeconds(2));
			assertThat(read).hasSize(10);
			read.forEach(Delivery::ack);
			await().until(() -> ackFloor(pc2) == 10);
			await().during(Duration.ofMillis(500)).until(() -> ackFloor(mainpc) == 0);
		}
	}

	private static long ackFloor(TestService service) throws Exception {
		return service.connection()
			.require()
			.jetStreamManagement()
			.getConsumerInfo("METRICS_PC2", "same-name")
			.getAckFloor()
			.getStreamSequence();
	}

	private static StreamSpec origin(String machine) {
		return StreamSpec.origin("METRICS_" + machine.toUpperCase(Locale.ROOT),
				List.of("observability.*." + machine, "observability.*." + machine + ".>"), DAY, BYTES);
	}

	private static StreamSpec mirror(String machine) {
		return StreamSpec.mirror("METRICS_" + machine.toUpperCase(Locale.ROOT), machine, DAY, BYTES);
	}

	private static void publish(TestService service, String machine, List<String> sent, int count) {
		for (int done = 0; done < count; done++) {
			String id = machine + "/1/" + sent.size();
			assertThat(service.publisher()
				.publish("observability.metrics." + machine, Map.of(), new byte[200], id, Duration.ofSeconds(5)))
				.isInstanceOf(Stored.class);
			sent.add(id);
		}
	}

	private static void awaitCount(TestService service, String stream, long count) {
		await().atMost(LONG).until(() -> count(service, stream) == count);
	}

	private static long count(TestService service, String stream) throws Exception {
		return service.connection()
			.require()
			.jetStreamManagement()
			.getStreamInfo(stream)
			.getStreamState()
			.getMsgCount();
	}

}
