package io.tandem.healthsync.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.binder.JetStreamHeaders;
import io.tandem.healthsync.Json;
import io.tandem.test.time.MutableClock;
import io.tandem.wire.health.HealthStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

@ExtendWith(OutputCaptureExtension.class)
class HealthReportReaderTests {

	private static final String SUBJECT = "observability.health.pc2";

	private final MutableClock clock = MutableClock.standing();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final FleetHealth fleet = new FleetHealth(List.of("mainpc", "pc2"), 2);

	private final MachineHealth pc2 = this.fleet.machine("pc2").orElseThrow();

	private final HealthReportReader reader = new HealthReportReader(this.fleet,
			Map.of("HEALTH_MAINPC", "mainpc", "HEALTH_PC2", "pc2"),
			new HealthStateProperties(2, Duration.ofHours(24), Duration.ofSeconds(10)),
			new HealthStateMeters(this.registry, this.fleet), this.clock);

	private long sequence;

	@Test
	void reportIsWhatIsKnownOfItsAgent() {
		Instant storedAt = this.clock.instant().minusMillis(3);
		this.reader.accept(message(SUBJECT + ".a", Json.report("a", "pc2", "DEGRADED"), storedAt, false));
		ReceivedReport latest = this.pc2.agent("a").orElseThrow().latest();
		assertThat(latest.report().status()).isEqualTo(HealthStatus.DEGRADED);
		assertThat(latest.stream()).isEqualTo("HEALTH_PC2");
		assertThat(latest.position()).isEqualTo(new StreamPosition(1, storedAt));
		assertThat(latest.seenAt()).isEqualTo(this.clock.instant());
		assertThat(latest.isReplayed()).isFalse();
		assertThat(counted("accepted")).isOne();
		assertThat(
				this.registry.get("tandem.health.propagation").tag("origin", "pc2").timer().max(TimeUnit.MILLISECONDS))
			.isEqualTo(3);
		assertThat(this.registry.get("tandem.health.agents")
			.tag("origin", "pc2")
			.tag("status", "DEGRADED")
			.gauge()
			.value()).isOne();
	}

	@Test
	void historyIsReplayedAndSaysNothingOfPropagation() {
		this.reader.accept(message(SUBJECT, Json.report("a", "pc2", "UP"), this.clock.instant(), true));
		this.reader
			.accept(message(SUBJECT, Json.report("b", "pc2", "UP"), this.clock.instant().minusSeconds(11), false));
		assertThat(this.pc2.agent("a").orElseThrow().latest().isReplayed()).isTrue();
		assertThat(this.pc2.agent("b").orElseThrow().latest().isReplayed()).isTrue();
		assertThat(this.registry.get("tandem.health.propagation").tag("origin", "pc2").timer().count()).isZero();
	}

	@Test
	void invalidMessagesAreCountedAndPassedOver(CapturedOutput output) {
		List<byte[]> invalid = List.of(new byte[0], "{".getBytes(StandardCharsets.UTF_8),
				"[]".getBytes(StandardCharsets.UTF_8), "{}".getBytes(StandardCharsets.UTF_8),
				new byte[] { (byte) 0xff },
				(Json.report("a", "pc2", "UP") + " ".repeat(65536)).getBytes(StandardCharsets.UTF_8));
		invalid.forEach((body) -> this.reader.accept(message(SUBJECT + ".a", body, this.clock.instant(), false)));
		assertThat(counted("invalid")).isEqualTo(invalid.size());
		assertThat(this.pc2.agents()).isEmpty();
		assertThat(this.pc2.newest()).isNotNull();
		assertThat(output.getOut().lines().filter((line) -> line.contains("invalid health report"))).hasSize(1);
	}

	@Test
	void warningIsRepeatedAfterAWhileWithTheCount(CapturedOutput output) {
		for (int n = 0; n < 4; n++) {
			this.reader.accept(message(SUBJECT, new byte[0], this.clock.instant(), false));
		}
		this.clock.advance(Duration.ofMinutes(1));
		this.reader.accept(message(SUBJECT, new byte[0], this.clock.instant(), false));
		assertThat(output.getOut().lines().filter((line) -> line.contains("invalid health report"))).hasSize(2);
	}

	@Test
	void agentMustSpeakForItselfOnItsOwnSubject() {
		this.reader.accept(message(SUBJECT + ".b", Json.report("a", "pc2", "UP"), this.clock.instant(), false));
		assertThat(counted("invalid")).isOne();
		assertThat(this.pc2.agents()).isEmpty();
	}

	@Test
	void reportOfAnotherMachineIsKeptApart() {
		this.reader.accept(message(SUBJECT + ".a", Json.report("a", "mainpc", "UP"), this.clock.instant(), false));
		assertThat(counted("foreign")).isOne();
		assertThat(this.pc2.agents()).isEmpty();
		assertThat(this.fleet.machine("mainpc").orElseThrow().agents()).isEmpty();
		assertThat(this.pc2.foreign()).singleElement()
			.extracting(ForeignReport::agent, ForeignReport::claimedMachine)
			.containsExactly("a", "mainpc");
	}

	@Test
	void outcomesAreCounted() {
		this.reader.accept(message(SUBJECT, Json.report("a", "pc2", "UP", "e", 2), this.clock.instant(), false));
		this.reader.accept(message(SUBJECT, Json.report("a", "pc2", "UP", "e", 2), this.clock.instant(), false));
		this.reader.accept(message(SUBJECT, Json.report("a", "pc2", "UP", "e", 1), this.clock.instant(), false));
		this.reader.accept(message(SUBJECT, Json.report("b", "pc2", "UP"), this.clock.instant(), false));
		this.reader.accept(message(SUBJECT, Json.report("c", "pc2", "UP"), this.clock.instant(), false));
		assertThat(counted("accepted")).isEqualTo(2);
		assertThat(counted("duplicate")).isOne();
		assertThat(counted("late")).isOne();
		assertThat(counted("overflow")).isOne();
	}

	@Test
	void messageOfAnotherStreamIsAWrongBinding() {
		Message<byte[]> message = MessageBuilder.fromMessage(message(SUBJECT, new byte[0], this.clock.instant(), false))
			.setHeader(JetStreamHeaders.STREAM, "METRICS_PC2")
			.build();
		assertThatIllegalStateException().isThrownBy(() -> this.reader.accept(message))
			.withMessageContaining("METRICS_PC2");
	}

	private double counted(String outcome) {
		return this.registry.get("tandem.health.reports")
			.tag("origin", "pc2")
			.tag("outcome", outcome)
			.counter()
			.count();
	}

	private Message<byte[]> message(String subject, String body, Instant storedAt, boolean replayed) {
		return message(subject, body.getBytes(StandardCharsets.UTF_8), storedAt, replayed);
	}

	private Message<byte[]> message(String subject, byte[] body, Instant storedAt, boolean replayed) {
		return MessageBuilder.withPayload(body)
			.setHeader(JetStreamHeaders.STREAM, "HEALTH_PC2")
			.setHeader(JetStreamHeaders.SEQUENCE, ++this.sequence)
			.setHeader(JetStreamHeaders.TIMESTAMP, storedAt)
			.setHeader(JetStreamHeaders.SUBJECT, subject)
			.setHeader(JetStreamHeaders.REPLAYED, replayed)
			.build();
	}

}
