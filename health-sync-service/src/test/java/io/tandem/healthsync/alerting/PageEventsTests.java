package io.tandem.healthsync.alerting;

import static io.tandem.healthsync.alerting.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.test.time.MutableClock;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PageEventsTests {

	private final MutableClock clock = MutableClock.at(Pages.START);

	private final AlertingMeters meters = new AlertingMeters(new SimpleMeterRegistry());

	private final PageBook book = new PageBook(new AlertingProperties(List.of(), Duration.ofMinutes(1), 10,
			new Escalation(Duration.ofMinutes(15), Duration.ofMinutes(10))), this.clock, this.meters);

	private final List<String> ids = new ArrayList<>();

	private final List<JsonNode> events = new ArrayList<>();

	private @Nullable String failure;

	private final PageEvents publisher = publisher();

	private PageEvents publisher() {
		return new PageEvents(new Machine("mainpc"), this.book, (id, json) -> {
			if (this.failure == null) {
				this.ids.add(id);
				this.events.add(JsonMapper.shared().readTree(json));
			}
			return this.failure;
		}, this.meters);
	}

	@Test
	void eachThingThatBecomesOfAPageIsToldOnceInOrder() {
		this.book.tell(Pages.of("i", WARNING));
		this.publisher.work();
		this.publisher.work();
		this.clock.advance(Duration.ofMinutes(15));
		this.book.advance();
		this.publisher.work();
		this.book.tell(Pages.of("i", WARNING).acknowledged("ada", this.clock.instant()));
		this.book.tell(Pages.of("i", WARNING)
			.acknowledged("ada", this.clock.instant())
			.ended(this.clock.advance(Duration.ofMinutes(1))));
		this.publisher.work();
		this.publisher.work();
		assertThat(this.ids).containsExactly("i/warning", "i/degradation", "i/acknowledged", "i/closed");
		assertThat(this.events.getFirst())
			.hasToString("{\"schemaVersion\":1,\"machine\":\"mainpc\",\"incident\":\"i\",\"event\":\"opened\","
					+ "\"at\":\"2026-01-01T00:00:00Z\",\"severity\":\"warning\",\"incidentSeverity\":\"warning\","
					+ "\"cause\":{\"name\":\"AgentSilent\",\"kind\":\"agent\",\"machine\":\"pc2\",\"node\":\"ErrorBus\"},"
					+ "\"openedAt\":\"2026-01-01T00:00:00Z\",\"summary\":\"ErrorBus has not reported for 3 min\","
					+ "\"why\":\"last report 14:02\",\"url\":\"https://docs.example/silent\"}");
		assertThat(this.events).extracting((event) -> event.path("event").asString())
			.containsExactly("opened", "raised", "acknowledged", "closed");
		assertThat(this.events.getLast().path("closedAt").asString()).isEqualTo("2026-01-01T00:16:00Z");
		assertThat(this.events.getLast().path("acknowledgedBy").asString()).isEqualTo("ada");
		assertThat(this.book.unpublished()).isEmpty();
	}

	@Test
	void nothingIsLostWhileTheStreamIsAwayHoweverLong() {
		this.failure = "not connected";
		this.book.tell(Pages.of("i", WARNING));
		assertThat(this.publisher.work()).isLessThan(Duration.ofSeconds(1));
		this.clock.advance(Duration.ofDays(1));
		this.book.tell(Pages.of("i", WARNING).ended(this.clock.instant()));
		this.publisher.work();
		this.clock.advance(Duration.ofDays(1));
		this.book.advance();
		this.failure = null;
		this.publisher.work();
		assertThat(this.ids).containsExactly("i/warning", "i/closed");
	}

	@Test
	void afterARestartCopiesHaveTheSameIds() {
		this.book.tell(Pages.of("i", WARNING));
		this.publisher.work();
		publisher().work();
		assertThat(this.ids).containsExactly("i/warning", "i/warning");
	}

}
