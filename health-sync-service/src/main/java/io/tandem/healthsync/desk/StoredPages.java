package io.tandem.healthsync.desk;

import io.tandem.healthsync.alerting.OpenPages;
import io.tandem.healthsync.alerting.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Knows the pages from the incidents and summaries that are stored. Thread-safe. */
final class StoredPages implements OpenPages {

	private static final Duration ENDED_WITHIN = Duration.ofHours(1);

	private final JpaIncidentStore store;

	private final Duration summaryFor;

	private final InstantSource clock;

	/**
	 * @param summaryFor how long the page of a summary stays open
	 */
	StoredPages(JpaIncidentStore store, Duration summaryFor, InstantSource clock) {
		this.store = store;
		this.summaryFor = summaryFor;
		this.clock = clock;
	}

	@Override
	public List<Page> pages() {
		Instant now = this.clock.instant();
		Instant since = now.minus(ENDED_WITHIN);
		Stream<Page> incidents = Stream.concat(this.store.active().stream(), this.store.closedSince(since).stream())
			.map(IncidentPages::of)
			.flatMap(Optional::stream);
		Stream<Page> summaries = this.store.summariesSince(since.minus(this.summaryFor))
			.stream()
			.map((page) -> asOf(page, this.summaryFor, now));
		return Stream.concat(incidents, summaries).toList();
	}

	/**
	 * Returns a summary's page as it is now: its end follows from its beginning, so it is
	 * the same whoever was there.
	 */
	static Page asOf(Page summary, Duration summaryFor, Instant now) {
		Instant end = summary.startedAt().plus(summaryFor);
		return end.isAfter(now) ? summary : summary.ended(end);
	}

}
