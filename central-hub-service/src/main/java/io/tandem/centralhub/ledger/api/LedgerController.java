package io.tandem.centralhub.ledger.api;

import io.tandem.centralhub.ledger.Gap;
import io.tandem.centralhub.ledger.Ledger;
import io.tandem.service.ListLimit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Answers what has arrived and what is missing. */
@RestController
@RequestMapping("/api/v1/ledger")
class LedgerController {

	private static final int MOST_GAPS = 10_000;

	private final Ledger ledger;

	LedgerController(Ledger ledger) {
		this.ledger = ledger;
	}

	/**
	 * Returns the account of each epoch, and totals.
	 * @param origin a machine, or a stream by its name; absent for all
	 */
	@GetMapping
	LedgerView ledger(@RequestParam(required = false) @Nullable String origin) {
		return LedgerView.of(this.ledger.epochs()
			.stream()
			.filter((epoch) -> origin == null || epoch.state().key().isOf(origin))
			.toList());
	}

	/**
	 * Returns gaps, newest first.
	 * @param origin a machine, or a stream by its name; absent for all
	 * @param open whether something of them is missing still; absent for both
	 */
	@GetMapping("/gaps")
	List<GapView> gaps(@RequestParam(required = false) @Nullable String origin,
			@RequestParam(required = false) @Nullable Boolean open, @RequestParam(defaultValue = "1000") int limit) {
		ListLimit.require(limit, MOST_GAPS);
		return this.ledger.gaps(origin, open, limit).stream().map(GapView::of).toList();
	}

	private static @Nullable String text(@Nullable Instant time) {
		return (time != null) ? time.toString() : null;
	}

	/** A gap as it is shown. */
	record GapView(long id, String kind, String origin, String epoch, long first, long last, long remaining,
			String state, String reason, String openedAt, @Nullable String requestedAt, @Nullable String closedAt,
			@Nullable String closedHow) {

		static GapView of(Gap gap) {
			return new GapView(gap.id(), LedgerView.lower(gap.key().kind()), gap.key().origin(), gap.key().epoch(),
					gap.range().first(), gap.range().last(), gap.remaining(), LedgerView.lower(gap.state()),
					gap.reason(), gap.openedAt().toString(), text(gap.requestedAt()), text(gap.closedAt()),
					gap.closedHow());
		}

	}

}
