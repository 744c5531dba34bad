package io.tandem.hub.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.External;
import io.nats.client.api.Mirror;
import io.nats.client.api.StreamConfiguration;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.StreamMessage;
import io.tandem.jetstream.StreamReader;
import io.tandem.test.nats.NatsPair;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real servers; the store of one is put back to what it was before, as after a power
 * cut.
 */
class MirrorWatchIT {

	private static final String STREAM = "METRICS_PC2";

	@Test
	void aMirrorWhoseOriginWasRolledBackIsMadeAnewAndHasWhatComesThen(@TempDir Path kept) throws Exception {
		try (NatsPair pair = NatsPair.start()) {
			try (Connection origin = Nats.connect(pair.pc2().url());
					Connection centre = Nats.connect(pair.mainpc().url())) {
				origin.jetStreamManagement()
					.addStream(StreamConfiguration.builder().name(STREAM).subjects("m.pc2").build());
				centre.jetStreamManagement()
					.addStream(StreamConfiguration.builder()
						.name(STREAM)
						.mirror(Mirror.builder()
							.name(STREAM)
							.external(External.builder().api("$JS.pc2.API").build())
							.build())
						.build());
				publish(origin, 1, 5);
				awaitMirror(centre, 5);
			}
			pair.pc2().stop();
			copy(pair.pc2().storeDirectory(), kept);
			pair.pc2().start();
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			try (Connection centre = Nats.connect(pair.mainpc().url())) {
				MirrorWatch watch = new MirrorWatch(new LocalStreams(connection(centre)),
						(machine, sequences) -> ends(pair, sequences),
						new Rescues(new NoReader(), HttpClient.newHttpClient(), Map.of()), Duration.ofMillis(500),
						InstantSource.system(), registry);
				try (Connection origin = Nats.connect(pair.pc2().url())) {
					publish(origin, 6, 10);
				}
				awaitMirror(centre, 10);
				await().until(() -> {
					watch.look();
					return !watch.views().isEmpty() && watch.views().getFirst().standing().equals("same");
				});
				pair.pc2().kill();
				delete(pair.pc2().storeDirectory());
				copy(kept, pair.pc2().storeDirectory());
				pair.pc2().start();
				try (Connection origin = Nats.connect(pair.pc2().url())) {
					// overtakes at once: only what the mirror remembers tells
					publish(origin, 11, 20);
					await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
						watch.look();
						assertThat(mirrored(centre)).containsExactly("1", "2", "3", "4", "5", "11", "12", "13", "14",
								"15", "16", "17", "18", "19", "20");
					});
				}
				assertThat(registry.get("tandem.hub.mirrors.remade").counter().count()).isEqualTo(1);
				assertThat(watch.views().getFirst().remadeAt()).isNotNull();
			}
		}
	}

	private static Map<String, StreamEnd> ends(NatsPair pair, Map<String, Long> sequences)
			throws IOException, InterruptedException {
		try (Connection origin = Nats.connect(pair.pc2().url())) {
			return new LocalStreams(connection(origin)).ends(sequences);
		}
		catch (JetStreamApiException ex) {
			throw new IOException(ex);
		}
	}

	private static void publish(Connection connection, int first, int last) throws Exception {
		for (int i = first; i <= last; i++) {
			connection.jetStream().publish("m.pc2", Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
		}
	}

	private static void awaitMirror(Connection centre, int messages) {
		await().atMost(Duration.ofSeconds(60)).until(() -> mirrored(centre).size() == messages);
	}

	private static List<String> mirrored(Connection centre) throws IOException, JetStreamApiException {
		JetStreamManagement streams = centre.jetStreamManagement();
		long last = streams.getStreamInfo(STREAM).getStreamState().getLastSequence();
		return LongStream.rangeClosed(1, last).mapToObj((sequence) -> {
			try {
				return new String(streams.getMessage(STREAM, sequence).getData(), StandardCharsets.US_ASCII);
			}
			catch (IOException | JetStreamApiException ex) {
				return "none";
			}
		}).toList();
	}

	private static NatsConnection connection(Connection connection) {
		return new NatsConnection() {

			@Override
			public Connection require() {
				return connection;
			}

			@Override
			public boolean isConnected() {
				return true;
			}

			@Override
			public void onConnected(Runnable action) {
				action.run();
			}

		};
	}

	private static void copy(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.toList()) {
				Path target = to.resolve(from.relativize(file).toString());
				if (Files.isDirectory(file)) {
					Files.createDirectories(target);
				}
				else {
					Files.copy(file, target);
				}
			}
		}
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
		}
	}

	/** There is nobody to give anything back to. */
	private static final class NoReader implements StreamReader {

		@Override
		public Following follow(String stream, Instant from, Consumer<StreamMessage> handler) {
			throw new IllegalStateException();
		}

		@Override
		public Durable durable(String stream, String durable) {
			throw new IllegalStateException();
		}

	}

}
