package io.tandem.hub.intake;

import io.tandem.ingest.PushedRecord;
import io.tandem.ingest.PushedRecord.Lane;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.ingest.RecordIntake.Outcome;
import io.tandem.jetstream.PublishOutcome;
import io.tandem.wire.identity.RecordRange;
import io.tandem.wire.remotewrite.WriteSummary;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamIntakeTests {

	private static final byte[] BODY = { 1, 2, 3 };

	private final List<Published> published = new ArrayList<>();

	private PublishOutcome next = new PublishOutcome.Stored("METRICS_PC2", 1, false);

	private final StreamIntake intake = new StreamIntake((subject, headers, body, id, within) -> {
		this.published.add(new Published(subject, headers, body, id, within));
		return this.next;
	}, new Machine("pc2"), new IntakeProperties(Duration.ofSeconds(2)));

	@Test
	void aBatchIsPublishedUnchangedUnderTheIdOfItsRange() {
		assertThat(this.intake.accept(record(new RecordRange("mainpc", "e1", 3, 7)))).isEqualTo(new Outcome.Durable());
		Published sent = this.published.getFirst();
		assertThat(sent.subject).isEqualTo("observability.metrics.pc2");
		assertThat(sent.body).isSameAs(BODY);
		assertThat(sent.id).isEqualTo("mainpc/e1/3-7");
		assertThat(sent.within).isEqualTo(Duration.ofSeconds(2));
		assertThat(sent.headers)
			.containsExactlyInAnyOrderEntriesOf(Map.of("Tandem-Origin", "mainpc", "Tandem-Epoch", "e1", "Tandem-First",
					"3", "Tandem-Last", "7", "Tandem-Accepted-At", "1700000000000", "Tandem-Protocol", "PUSHGATEWAY"));
	}

	@Test
	void backlogGoesToTheBacklogStream() {
		this.next = new PublishOutcome.Full("maximum bytes exceeded");
		PushedRecord record = new PushedRecord(BODY, new WriteSummary(1, 1, 0, 3), Protocol.REMOTE_WRITE,
				new RecordRange("mainpc", "e1", 3, 7), Lane.BACKLOG, 1_700_000_000_000L, null);
		assertThat(this.intake.accept(record)).isInstanceOfSatisfying(Outcome.Refused.class,
				(refused) -> assertThat(refused.detail())
					.isEqualTo("the stream of observability.backlog.pc2 is full: maximum bytes exceeded"));
		assertThat(this.published.getFirst().subject).isEqualTo("observability.backlog.pc2");
	}

	@Test
	void directPushesHaveIdsOfTheirOwn() {
		this.intake.accept(record(null));
		this.intake.accept(record(null));
		assertThat(this.published).extracting(Published::id).doesNotHaveDuplicates().allSatisfy((id) -> {
			assertThat(id).startsWith("pc2-hub/");
			assertThat(id.split("/")).hasSize(3);
		});
		assertThat(this.published.getFirst().headers).doesNotContainKey("Tandem-Origin");
	}

	@Test
	void aDuplicateIsDurableToo() {
		this.next = new PublishOutcome.Stored("METRICS_PC2", 1, true);
		assertThat(this.intake.accept(record(null))).isEqualTo(new Outcome.Durable());
	}

	@Test
	void aFullStoreRefuses() {
		this.next = new PublishOutcome.Full("maximum bytes exceeded");
		assertThat(this.intake.accept(record(null))).isInstanceOfSatisfying(Outcome.Refused.class, (refused) -> {
			assertThat(refused.reason()).isEqualTo("store-full");
			assertThat(refused.detail()).contains("maximum bytes exceeded");
		});
	}

	@Test
	void anUnreachableStoreRefusesForASecond() {
		this.next = new PublishOutcome.Unavailable("no connection", Duration.ofSeconds(2));
		assertThat(this.intake.accept(record(null))).isEqualTo(new Outcome.Refused("store-unavailable",
				"no acknowledgement within 2000 ms: no connection", Duration.ofSeconds(1)));
	}

	@Test
	void whatTheServerNeverTakesIsImpossible() {
		this.next = new PublishOutcome.Rejected("too large");
		assertThat(this.intake.accept(record(null))).isEqualTo(new Outcome.Impossible("store-rejected", "too large"));
	}

	private static PushedRecord record(@Nullable RecordRange range) {
		return new PushedRecord(BODY, new WriteSummary(1, 1, 0, 3), Protocol.PUSHGATEWAY, range, 1_700_000_000_000L);
	}

	private record Published(String subject, Map<String, String> headers, byte[] body, String id, Duration within) {
	}

}
