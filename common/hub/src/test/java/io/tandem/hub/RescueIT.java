package io.tandem.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.tandem.test.nats.NatsPair;
import io.tandem.wire.identity.RangeSet;
import io.tandem.wire.identity.RecordRange;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs on real servers; one comes back with an empty disk. */
class RescueIT {

	@Test
	void whatOnlyTheMirrorHasGoesBackToAMachineThatLostItsDisk(@TempDir Path mainpcState, @TempDir Path pc2State)
			throws Exception {
		try (NatsPair pair = NatsPair.start();
				HubUnderTest mainpc = HubUnderTest.start(pair.mainpc(), mainpcState, "mainpc", "--tandem.peers=pc2");
				HubUnderTest pc2 = HubUnderTest.start(pair.pc2(), pc2State, "pc2", "--tandem.peers=mainpc",
						"--tandem.hub.mirrors.interval=300ms",
						"--tandem.hub.mirrors.hub-urls.mainpc=" + mainpc.address())) {
			for (int i = 1; i <= 30; i++) {
				int record = i;
				await().until(() -> push(mainpc, record) == 204);
			}
			await().atMost(Duration.ofSeconds(60)).until(() -> last(pair.pc2().url(), "METRICS_MAINPC") >= 30);
			await().until(() -> pc2.get("/api/v1/mirrors").body().contains("\"same\""));
			pair.mainpc().kill();
			delete(pair.mainpc().storeDirectory());
			pair.mainpc().start();
			await().atMost(Duration.ofSeconds(90)).ignoreExceptions().untilAsserted(() -> {
				assertThat(records(pair.mainpc().url(), "BACKLOG_MAINPC").contains(1, 30)).isTrue();
				assertThat(pc2.get("/actuator/prometheus").body())
					.containsPattern("tandem_hub_mirrors_remade_total\\{[^}]*stream=\"METRICS_MAINPC\"[^}]*} 1.0");
			});
			assertThat(pc2.get("/api/v1/streams/nothing").statusCode()).isEqualTo(404);
		}
	}

	private static int push(HubUnderTest hub, int record) throws IOException, InterruptedException {
		List<String> headers = new ArrayList<>();
		new RecordRange("mainpc", "e1", record, record).writeTo((name, value) -> headers.addAll(List.of(name, value)));
		return hub
			.write(WriteRequests.encode(List.of(new TimeSeries(Labels.of(Map.of(Labels.METRIC_NAME, "kept")),
					List.of(new Sample(System.currentTimeMillis(), record))))), headers.toArray(String[]::new))
			.statusCode();
	}

	private static long last(String url, String stream) throws Exception {
		try (Connection connection = Nats.connect(url)) {
			return connection.jetStreamManagement().getStreamInfo(stream).getStreamState().getLastSequence();
		}
	}

	private static RangeSet records(String url, String stream) throws Exception {
		RangeSet records = RangeSet.EMPTY;
		try (Connection connection = Nats.connect(url)) {
			JetStreamManagement streams = connection.jetStreamManagement();
			long last = streams.getStreamInfo(stream).getStreamState().getLastSequence();
			for (long sequence = 1; sequence <= last; sequence++) {
				var headers = streams.getMessage(stream, sequence).getHeaders();
				RecordRange range = (headers != null) ? RecordRange.readFrom(headers::getFirst).orElse(null) : null;
				if (range != null) {
					records = records.add(range.first(), range.last()).set();
				}
			}
		}
		return records;
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
		}
	}

}
