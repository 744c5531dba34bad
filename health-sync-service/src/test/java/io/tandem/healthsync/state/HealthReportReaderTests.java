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
import java.util.ArrayList;
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

	private final FleetHealth fleet = new FleetHealth(List.of("mainpc", "pc2"), 2, Fleets.KEEP, Map.of());

	private final MachineHealth pc2 = this.fleet.machine("pc2").orElseThrow();

	private final Heard heard = new Heard();

	private final HealthReportReader reader = new HealthReportReader(this.fleet,
			Map.of("HEALTH_MAINPC", "mainpc", "HEALTH_PC2", "pc2"),
			new HealthStateProperties(2, Fleets.KEEP, Duration.ofSeconds(10), Duration.ofSeconds(10)),
			new HealthStateMeters(this.registry), List.of(new FaultyListener(), this.heard), this.clock);

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
	}

	@Test
	void historyIsReplayedAndSaysNothingOfPropagation() {
		new HealthStateMeters(this.registry).show(this.fleet);
		this.reader.accept(message(SUBJECT, Json.report("a", "pc2", "UP"), this.clock.instant(), true));
		this.reader
			.accept(message(SUBJECT, Json.report("b", "pc2", "UP"), this.clock.instant().minusSeconds(11), false));
		assertThat(this.pc2.agent("a").orElseThrow().latest().isReplayed()).isTrue();
		assertThat(this.pc2.agent("b").orElseThrow().latest().isReplayed()).isTrue();
		assertThat(this.registry.get("tandem.health.propagation").tag("origin", "pc2").timer().count()).isZero();
	}

	@Test
	void relayedReportIsHistoryHoweverFreshItIsInTheStream() {
		Map<String, Object> headers = Map.of(JetStreamHeaders.STREAM, "HEALTH_PC2", JetStreamHeaders.SEQUENCE, 1L,
				JetStreamHeaders.TIMESTAMP, this.clock.instant(), JetStreamHeaders.SUBJECT, SUBJECT,
				JetStreamHeaders.REPLAYED, false, HealthMessage.RELAYED_BY, "mainpc");
		this.reader.accept(MessageBuilder.withPayload(List.of(Json.bytes(Json.report("a", "pc2", "DOWN"))))
			.setHeader(JetStreamHeaders.BATCH, List.of(headers))
			.build());
		assertThat(this.pc2.agent("a").orElseThrow().latest().isRelayed()).isTrue();
		assertThat(this.pc2.agent("a").orElseThrow().latest().isReplayed()).isTrue();
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
	void listenersAreToldInOrderAndAFaultyOneHoldsNothingUp(CapturedOutput output) {
		this.reader.accept(message(SUBJECT, Json.report("a", "pc2", "UP", "e", 2), this.clock.instant(), true));
		this.reader.accept(message(SUBJECT, Json.report("a", "pc2", "UP", "e", 1), this.clock.instant(), false));
		this.reader.accept(message(SUBJECT, "{}", this.clock.instant(), false));
		this.reader.accept(message(SUBJECT, Json.report("a", "pc2", "DOWN", "e", 3), this.clock.instant(), false));
		assertThat(this.heard.words).containsExactly("a 2 ACCEPTED replayed", "a 1 LATE live", "a 3 ACCEPTED live");
		assertThat(this.registry.get("tandem.health.listener.failures").counter().count()).isEqualTo(3);
		assertThat(output.getOut().lines().filter((line) -> line.contains("a listener failed"))).hasSize(1);
	}

	@Test
	void whatIsForgottenIsCountedAndSaid(CapturedOutput output) {
		new HealthStateMeters(this.registry).show(this.fleet);
		for (int n = 1; n <= Lives.MOST_LIVES + 2; n++) {
			this.reader
				.accept(message(SUBJECT, Json.report("a", "pc2", "UP", "e" + n, 1), this.clock.instant(), false));
		}
		assertThat(this.registry.get("tandem.health.state.forgotten").tag("origin", "pc2").functionCounter().count())
			.isEqualTo(2);
		assertThat(output.getOut().lines().filter((line) -> line.contains("too many lives"))).hasSize(1);
		assertThat(this.registry.get("tandem.health.clock.skew").tag("origin", "pc2").gauge().value()).isNotZero();
	}

	@Test
	void messageOfAnotherStreamIsAWrongBinding() {
		Message<List<byte[]>> batch = message(SUBJECT, new byte[0], this.clock.instant(), false);
		Message<List<byte[]>> message = MessageBuilder.fromMessage(batch)
			.setHeader(JetStreamHeaders.BATCH, List.of(Map.of(JetStreamHeaders.STREAM, "METRICS_PC2")))
			.build();
		assertThatIllegalStateException().isThrownBy(() -> this.reader.accept(message))
			.withMessageContaining("METRICS_PC2");
		assertThatIllegalStateException()
			.isThrownBy(() -> this.reader.accept(MessageBuilder.withPayload(List.of(new byte[0])).build()))
			.withMessageContaining("not a batch");
	}

	private double counted(String outcome) {
		return this.registry.get("tandem.health.reports")
			.tag("origin", "pc2")
			.tag("outcome", outcome)
			.counter()
			.count();
	}

	private Message<List<byte[]>> message(String subject, String body, Instant storedAt, boolean replayed) {
		return message(subject, body.getBytes(StandardCharsets.UTF_8), storedAt, replayed);
	}

	private Message<List<byte[]>> message(String subject, byte[] body, Instant storedAt, boolean replayed) {
		return MessageBuilder.withPayload(List.of(body))
			.setHeader(JetStreamHeaders.BATCH,
					List.of(Map.of(JetStreamHeaders.STREAM, "HEALTH_PC2", JetStreamHeaders.SEQUENCE, ++this.sequence,
							JetStreamHeaders.TIMESTAMP, storedAt, JetStreamHeaders.SUBJECT, subject,
							JetStreamHeaders.REPLAYED, replayed)))
			.build();
	}

	private static final class Heard implements ReadingListener {

		private final List<String> words = new ArrayList<>();

		@Override
		public void read(ReceivedReport report, ReportOutcome outcome) {
			this.words.add(report.report().agent() + " " + report.report().sequence() + " " + outcome
					+ (report.isReplayed() ? " replayed" : " live"));
		}

		@Override
		public void caughtUp(String machine) {
			this.words.add(machine);
		}

	}

}
