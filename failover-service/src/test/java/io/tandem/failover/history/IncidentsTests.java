package io.tandem.failover.history;

import static io.tandem.failover.history.Transitions.LOCAL;
import static io.tandem.failover.history.Transitions.PEER;
import static io.tandem.failover.history.Transitions.PUSHGATEWAY;
import static io.tandem.failover.history.Transitions.SPOOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.detection.Observation;
import io.tandem.failover.history.Incident.Announced;
import io.tandem.failover.history.Incident.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private long nanos;

	private final Incidents incidents = incidents();

	private Incidents incidents() {
		return new Incidents(Duration.ofSeconds(60), () -> this.nanos, 3);
	}

	@Test
	void opensWhenTheLocalHubIsLeftAndClosesWhenItIsBack() {
		start();
		assertThat(this.incidents.decided(Transitions.route(2, LOCAL, PEER, "refused-run"), NOW)).isTrue();
		Incident opened = this.incidents.open();
		assertThat(opened.severity()).isEqualTo(Severity.WARNING);
		assertThat(opened.openedBy()).isEqualTo(2);
		this.incidents.decided(Transitions.route(3, PEER, SPOOL, "refused-run"), NOW.plusSeconds(5));
		assertThat(this.incidents.open().severity()).isEqualTo(Severity.WARNING);
		assertThat(this.incidents.open().summary()).contains("spool/pc2");
		this.incidents.decided(Transitions.route(4, SPOOL, LOCAL, "recovered"), NOW.plusSeconds(9));
		assertThat(this.incidents.open()).isNull();
		Incident closed = this.incidents.live().getFirst();
		assertThat(closed.id()).isEqualTo(opened.id());
		assertThat(closed.closedBy()).isEqualTo(4);
		assertThat(closed.closedAt()).isEqualTo(NOW.plusSeconds(9));
		assertThat(closed.moves()).isEqualTo(3);
	}

	@Test
	void aStartWithoutALocalHubIsAnIncidentOnlyAfterAMinute() {
		this.incidents.decided(Transitions.route(1, SPOOL, PEER, "start"), NOW);
		after(59);
		assertThat(this.incidents.check(NOW)).isFalse();
		after(2);
		assertThat(this.incidents.check(NOW.plusSeconds(61))).isTrue();
		assertThat(this.incidents.open().openedBy()).isEqualTo(1);
		assertThat(this.incidents.check(NOW.plusSeconds(62))).isFalse();
	}

	@Test
	void aStartThatEndsAtTheLocalHubIsNone() {
		this.incidents.decided(Transitions.route(1, SPOOL, PEER, "start"), NOW);
		after(30);
		this.incidents.decided(Transitions.route(2, PEER, LOCAL, "recovered"), NOW);
		after(300);
		assertThat(this.incidents.check(NOW)).isFalse();
	}

	@Test
	void aHumansMoveIsNoneUntilTheOverrideIsOverAndTheRouteStaysAway() {
		start();
		Observation.Pin pin = new Observation.Pin(PEER, "maintenance", NOW, NOW.plusSeconds(600));
		this.incidents.decided(Transitions.override(2, null, pin), NOW);
		assertThat(this.incidents.decided(Transitions.route(3, LOCAL, PEER, "override"), NOW)).isFalse();
		after(300);
		assertThat(this.incidents.check(NOW.plusSeconds(300))).isFalse();
		this.incidents.decided(Transitions.override(4, pin, null), NOW.plusSeconds(300));
		after(59);
		assertThat(this.incidents.check(NOW.plusSeconds(359))).isFalse();
		after(2);
		assertThat(this.incidents.check(NOW.plusSeconds(361))).isTrue();
	}

	@Test
	void isTakenUpAgainInANewLife() {
		Incident kept = Incident.open(7, NOW, PUSHGATEWAY, "both hubs are down");
		this.incidents.resume(List.of(kept), null);
		assertThat(kept.severity()).isEqualTo(Severity.CRITICAL);
		this.incidents.decided(Transitions.route(8, SPOOL, PEER, "start"), NOW);
		assertThat(this.incidents.open().id()).isEqualTo(kept.id());
		this.incidents.decided(Transitions.route(9, PEER, LOCAL, "recovered"), NOW);
		assertThat(this.incidents.live()).singleElement().satisfies((incident) -> {
			assertThat(incident.id()).isEqualTo(kept.id());
			assertThat(incident.isOpen()).isFalse();
		});
	}

	@Test
	void isForgottenOnlyWhenAllOfItIsOutAndStored() {
		start();
		this.incidents.decided(Transitions.route(2, LOCAL, PEER, "refused-run"), NOW);
		this.incidents.decided(Transitions.route(3, PEER, LOCAL, "recovered"), NOW);
		Incident closed = this.incidents.live().getFirst();
		this.incidents.saved(this.incidents.unsaved());
		assertThat(this.incidents.unsaved()).isEmpty();
		this.incidents.announced(closed.id(), (before) -> new Announced(true, true, true));
		assertThat(this.incidents.live()).isEmpty();
		assertThat(this.incidents.unsaved()).hasSize(1);
		this.incidents.saved(this.incidents.unsaved());
		assertThat(this.incidents.unsaved()).isEmpty();
	}

	@Test
	void theOldestGoUnannouncedWhenThereAreTooMany() {
		start();
		for (int i = 1; i <= 5; i++) {
			this.incidents.decided(Transitions.route(2L * i, LOCAL, PEER, "refused-run"), NOW);
			this.incidents.decided(Transitions.route(2L * i + 1, PEER, LOCAL, "recovered"), NOW);
		}
		assertThat(this.incidents.live()).extracting(Incident::openedBy).containsExactly(6L, 8L, 10L);
		assertThat(this.incidents.dropped()).isEqualTo(2);
	}

	private void start() {
		this.incidents.decided(Transitions.route(1, SPOOL, LOCAL, "start"), NOW);
	}

	private void after(int seconds) {
		this.nanos += Duration.ofSeconds(seconds).toNanos();
	}

}
