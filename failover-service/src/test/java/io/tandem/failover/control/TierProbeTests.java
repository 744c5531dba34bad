package io.tandem.failover.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Observation.Result.Failure.Kind;
import io.tandem.service.security.ServiceHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TierProbeTests {

	private final ScriptedTier hub = new ScriptedTier();

	@Test
	void eachFailureHasItsKind() throws Exception {
		try (ScriptedTier hub = this.hub; TierProbe probe = TierProbe.ofHub(hub.url(), ServiceHttp.unprotected())) {
			assertThat(probe.probe(Duration.ofSeconds(5))).isEqualTo(new Result.Success());
			hub.answers(503, "{\"title\": \"probe failed\", \"detail\": \"read: message 3 was not read back\"}");
			assertFailure(probe.probe(Duration.ofSeconds(5)), Kind.STATUS, "status-503: read: message 3");
			hub.hangs();
			assertFailure(probe.probe(Duration.ofMillis(100)), Kind.TIMEOUT, "no answer within 100 ms");
			hub.hangsNoMore();
			hub.dies();
			Result first = probe.probe(Duration.ofSeconds(5));
			// a kept connection may break before a new one is refused
			assertThat(first).isInstanceOf(Result.Failure.class);
			assertFailure(probe.probe(Duration.ofSeconds(5)), Kind.REFUSED, "refused");
		}
	}

	@Test
	void aConnectionThatEndsWithoutAnAnswerIsBroken() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
				TierProbe probe = TierProbe.ofHub(URI.create("http://127.0.0.1:" + server.getLocalPort()),
						ServiceHttp.unprotected())) {
			Thread.ofVirtual().start(() -> {
				try {
					while (true) {
						server.accept().close();
					}
				}
				catch (IOException ex) {
					// closed
				}
			});
			assertFailure(probe.probe(Duration.ofSeconds(5)), Kind.BROKEN, "broken: ");
		}
	}

	private static void assertFailure(Result result, Kind kind, String detail) {
		assertThat(result).isInstanceOfSatisfying(Result.Failure.class, (failure) -> {
			assertThat(failure.kind()).isEqualTo(kind);
			assertThat(failure.detail()).startsWith(detail);
		});
	}

}
