package io.tandem.healthsync.desk;

import io.tandem.healthsync.alerting.OpenPages;
import io.tandem.healthsync.alerting.Page;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Knows the pages from the incidents that are stored. Thread-safe. */
final class StoredPages implements OpenPages {

	private static final Duration ENDED_WITHIN = Duration.ofHours(1);

	private final JpaIncidentStore store;

	private final InstantSource clock;

	StoredPages(JpaIncidentStore store, InstantSource clock) {
		this.store = store;
		this.clock = clock;
	}

	@Override
	public List<Page> pages() {
		return Stream
			.concat(this.store.active().stream(),
					this.store.closedSince(this.clock.instant().minus(ENDED_WITHIN)).stream())
			.map(IncidentPages::of)
			.flatMap(Optional::stream)
			.toList();
	}

}
