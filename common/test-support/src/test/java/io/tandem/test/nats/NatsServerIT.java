package io.tandem.test.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.External;
import io.nats.client.api.Mirror;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NatsServerIT {

	private static final Duration TWENTY_SECONDS = Duration.ofSeconds(20);

	@Test
	void keepsItsPortAndItsStreamsOverAKill() throws Exception {
		try (NatsServer server = NatsServer.inDomain("mainpc").start()) {
			int port = server.port();
			try (Connection connection = Nats.connect(server.url())) {
				connection.jetStreamManagement()
					.addStream(StreamConfiguration.builder().name("S").subjects("s").build());
				connection.jetStream().publish("s", new byte[] { 1 });
			}
			server.kill();
			assertThat(server.isRunning()).isFalse();
			server.start();
			assertThat(server.port()).isEqualTo(port);
			try (Connection connection = Nats.connect(server.url())) {
				assertThat(connection.getServerInfo().getMaxPayload()).isEqualTo(8L << 20);
				assertThat(connection.jetStreamManagement().getStreamInfo("S").getStreamState().getMsgCount())
					.isEqualTo(1);
			}
		}
	}

	@Test
	void pausedServerKeepsItsConnectionsButDoesNotAnswer() throws Exception {
		try (NatsServer server = NatsServer.inDomain("mainpc").start();
				Connection connection = Nats.connect(server.url())) {
			server.pause();
			assertThat(connection.request("$JS.API.INFO", null, Duration.ofMillis(200))).isNull();
			server.resume();
			assertThat(connection.request("$JS.API.INFO", null, Duration.ofSeconds(5))).isNotNull();
		}
	}

	@Test
	void leavesNothingBehind() {
		NatsServer server = NatsServer.inDomain("mainpc").start();
		server.close();
		assertThat(Files.exists(server.storeDirectory().getParent())).isFalse();
		assertThat(server.isRunning()).isFalse();
	}

	@Test
	void failedStartShowsTheServersLog() {
		assertThatIllegalStateException()
			.isThrownBy(() -> NatsServer.inDomain("mainpc").configuration("nonsense: {").start())
			.withMessageContaining("Parse error");
	}

	@Test
	void askedForUserIsChecked() throws Exception {
		try (NatsServer server = NatsServer.inDomain("mainpc").user("bob", "s3cret").start();
				Connection connection = Nats
					.connect(Options.builder().server(server.url()).userInfo("bob", "s3cret").build())) {
			assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
		}
	}

	@Test
	void pairIsJoinedByALinkThatCanBeCut() throws Exception {
		try (NatsPair pair = NatsPair.start();
				Connection edge = Nats.connect(pair.pc2().url());
				Connection centre = Nats.connect(pair.mainpc().url())) {
			edge.jetStreamManagement().addStream(StreamConfiguration.builder().name("S").subjects("s").build());
			JetStreamManagement streams = centre.jetStreamManagement();
			streams.addStream(StreamConfiguration.builder()
				.name("S")
				.mirror(Mirror.builder().name("S").external(External.builder().api("$JS.pc2.API").build()).build())
				.build());
			edge.jetStream().publish("s", new byte[] { 1 });
			await().atMost(TWENTY_SECONDS).until(() -> streams.getStreamInfo("S").getStreamState().getMsgCount() == 1);
			pair.link().cut();
			edge.jetStream().publish("s", new byte[] { 2 });
			await().during(Duration.ofMillis(500))
				.atMost(TWENTY_SECONDS)
				.until(() -> streams.getStreamInfo("S").getStreamState().getMsgCount() == 1);
			pair.link().heal();
			await().atMost(TWENTY_SECONDS).until(() -> streams.getStreamInfo("S").getStreamState().getMsgCount() == 2);
			pair.link().reset();
			edge.jetStream().publish("s", new byte[] { 3 });
			await().atMost(TWENTY_SECONDS).until(() -> streams.getStreamInfo("S").getStreamState().getMsgCount() == 3);
		}
	}

}
