package io.tandem.failover.gateway;

import io.tandem.failover.spool.Gap;
import io.tandem.failover.spool.Spool;
import io.tandem.failover.spool.SpoolStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the operator what the spool holds. */
@RestController
class SpoolController {

	private static final int NEWEST_GAPS = 100;

	private final Spool spool;

	private final InstantSource clock;

	SpoolController(Spool spool, InstantSource clock) {
		this.spool = spool;
		this.clock = clock;
	}

	@GetMapping("/api/v1/spool")
	SpoolView spool() throws IOException {
		SpoolStatus status = this.spool.status();
		Long oldest = this.spool.oldestUndeliveredAtMillis();
		Backlog backlog = new Backlog(status.backlogRecords(), status.backlogBytes(),
				(oldest != null) ? Instant.ofEpochMilli(oldest) : null,
				(oldest != null) ? Duration.ofMillis(Math.max(0, this.clock.millis() - oldest)) : Duration.ZERO);
		return new SpoolView(status.epoch(), status.segments(), status.bytes(), status.quarantinedBytes(),
				status.oldest(), status.appended(), status.durable(), status.delivered(), backlog, status.problem(),
				this.spool.gaps(NEWEST_GAPS).stream().map(GapView::of).toList());
	}

	/**
	 * The spool.
	 *
	 * @param oldest the oldest sequence kept
	 * @param problem why the last push was not taken, null if it was
	 * @param gaps the newest 100, oldest first
	 */
	record SpoolView(String epoch, int segments, long bytes, long quarantinedBytes, long oldest, long appended,
			long durable, long delivered, Backlog backlog, @Nullable String problem, List<GapView> gaps) {
	}

	/** What waits for delivery. */
	record Backlog(long records, long bytes, @Nullable Instant oldestAcceptedAt, Duration oldestAge) {
	}

	/** Sequences that will never be delivered from here. */
	record GapView(String epoch, long first, long last, String reason, String detail, Instant at) {

		static GapView of(Gap gap) {
			return new GapView(gap.epoch(), gap.first(), gap.last(),
					gap.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'), gap.detail(), gap.at());
		}

	}

}
