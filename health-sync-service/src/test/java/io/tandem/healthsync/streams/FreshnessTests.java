package io.tandem.healthsync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.healthsync.streams.StreamState.Link;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FreshnessTests {

	private static final Instant NOW = Instant.parse("2026-01-01T14:02:15.5Z");

	private static final Instant NEWEST = Instant.parse("2026-01-01T14:01:00Z");

	@Test
	void whatIsCurrentHasNoNote() {
		assertThat(Freshness.of("pc2", state(Link.CONNECTED, Duration.ofSeconds(1)), NEWEST))
			.isEqualTo(new Freshness(NOW, null));
		assertThat(Freshness.of("pc2", state(Link.LOCAL, null), NEWEST)).isEqualTo(new Freshness(NOW, null));
	}

	@Test
	void aMachineThatIsCutOffIsShownAsItWasLastHeard() {
		Freshness fresh = Freshness.of("pc2", state(Link.CUT_OFF, Duration.ofMillis(4_500)), NEWEST);
		assertThat(fresh.asOf()).isEqualTo(NOW.minusMillis(4_500));
		assertThat(fresh.note()).isEqualTo("showing pc2 as of 2026-01-01T14:02:11Z: nothing is heard of it since");
	}

	@Test
	void withoutAWordOfTheMirrorTheNewestReportTells() {
		assertThat(Freshness.of("pc2", state(Link.CUT_OFF, null), NEWEST).asOf()).isEqualTo(NEWEST);
		assertThat(Freshness.of("pc2", state(Link.UNKNOWN, null), NEWEST).note())
			.isEqualTo("showing pc2 as of 2026-01-01T14:01:00Z: this machine's own broker cannot be asked");
		assertThat(Freshness.of("pc2", state(Link.CUT_OFF, null), null))
			.isEqualTo(new Freshness(null, "nothing is known of pc2: nothing is heard of it since"));
	}

	@Test
	void anAgentThatAnotherMachineKeepsIsNewer() {
		Instant later = NOW.plusSeconds(10);
		assertThat(Freshness.of("pc2", state(Link.CUT_OFF, null), NEWEST).relayedAt(later, "mainpc").asOf())
			.isEqualTo(later);
		assertThat(Freshness.of("pc2", state(Link.LOCAL, null), NEWEST).relayedAt(later, "mainpc").note()).isNull();
	}

	private static StreamState state(Link link, Duration activeAge) {
		return new StreamState(NOW, link, NOW, activeAge, 0, 1, NEWEST);
	}

}
