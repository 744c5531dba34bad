package io.tandem.healthsync.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.binder.JetStreamHeaders;
import io.tandem.healthsync.incident.Answer;
import io.tandem.healthsync.incident.Observation;
import io.tandem.healthsync.incident.Observation.ServiceTold;
import io.tandem.test.time.MutableClock;
import io.tandem.wire.health.HealthStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.support.MessageBuilder;
import tools.jackson.databind.json.JsonMapper;

class MachineEventsTests {

	private static final Instant AT = Instant.parse("2026-01-01T14:02:00Z");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final DeskMeters meters = new DeskMeters(this.registry);

	private final DeskQueue queue = new DeskQueue(1, this.meters);

	private final MachineEvents events = new MachineEvents(this.queue,
			Map.of("EVENTS_PC2", "pc2", "EVENTS_MAINPC", "mainpc"), this.meters, MutableClock.at(AT));

	@Test
	void aMachinesOwnHubIsToldDownAndUp() {
		assertThat(hub("tier", "local-hub/pc2", "down"))
			.contains(new ServiceTold("hub@pc2", "pc2", HealthStatus.DOWN, AT, true, "3 failures"));
		assertThat(hub("tier", "local-hub/pc2", "healthy")).map(ServiceTold::status).contains(HealthStatus.UP);
	}

	@Test
	void allElseIsPassedOver() {
		assertThat(hub("tier", "local-hub/pc2", "suspect")).isEmpty();
		assertThat(hub("tier", "peer-hub/mainpc", "down")).isEmpty();
		assertThat(hub("route", "local-hub/pc2", "down")).isEmpty();
		accept("{", "EVENTS_PC2");
		accept("7", "EVENTS_PC2");
		assertThat(this.queue.poll()).isNull();
	}

	@Test
	void whatWasSaidOnAMachineIsToldAsItWas() {
		Observation.Answered answered = new Observation.Answered("0123456789abcdef", "Store",
				new Answer.Silence("ann", "known", AT.plusSeconds(60), AT.plusNanos(1), "pc2"));
		accept(json(answered), "EVENTS_PC2");
		assertThat(this.queue.poll()).isNotNull().extracting(DeskQueue.Waiting::observation).isEqualTo(answered);
		assertThat(count("heard")).isOne();
		assertThat(AnswerEvent.id(answered)).isEqualTo("0123456789abcdef/silenced/2026-01-01T14:02:00.000000001Z");
	}

	@Test
	void whatSpeaksForAnotherMachineOrSaysNothingIsCounted() {
		String good = json(new Observation.Answered("0123456789abcdef", "Store",
				new Answer.Acknowledgement("ann", "looking", AT, "pc2")));
		accept(good, "EVENTS_MAINPC");
		accept(good.replace("\"ann\"", "\"\""), "EVENTS_PC2");
		accept(good.replace("acknowledged", "forgotten"), "EVENTS_PC2");
		accept(good.replace("2026-01", "soon"), "EVENTS_PC2");
		assertThat(this.queue.poll()).isNull();
		assertThat(count("invalid")).isEqualTo(4);
	}

	private double count(String outcome) {
		return this.registry.get("tandem.incidents.answers").tag("outcome", outcome).counter().count();
	}

	private void accept(String json, String stream) {
		this.events.accept(MessageBuilder.withPayload(json.getBytes(StandardCharsets.UTF_8))
			.setHeader(JetStreamHeaders.STREAM, stream)
			.setHeader(JetStreamHeaders.TIMESTAMP, AT)
			.build());
	}

	private static String json(Observation.Answered answered) {
		return new String(AnswerEvent.json(answered), StandardCharsets.UTF_8);
	}

	private static Optional<ServiceTold> hub(String kind, String tier, String to) {
		String json = "{\"machine\":\"pc2\",\"kind\":\"%s\",\"tier\":\"%s\",\"to\":\"%s\",\"why\":\"3 failures\"}"
			.formatted(kind, tier, to);
		return MachineEvents.hub(JsonMapper.shared().readTree(json), AT, true);
	}

}
