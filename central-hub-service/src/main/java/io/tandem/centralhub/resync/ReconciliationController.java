package io.tandem.centralhub.resync;

import io.tandem.centralhub.resync.OriginResync.EpochReport;
import io.tandem.centralhub.resync.OriginResync.Report;
import io.tandem.centralhub.resync.OriginResync.Standing;
import io.tandem.service.MachineProperties;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows whether all that has left the gateways is accounted for. */
@RestController
class ReconciliationController {

	private final String machine;

	private final ObjectProvider<Resync> resync;

	private final InstantSource clock;

	/**
	 * @param resync none where no sink fills the ledger
	 */
	ReconciliationController(MachineProperties machine, ObjectProvider<Resync> resync, InstantSource clock) {
		this.machine = machine.machine();
		this.resync = resync;
		this.clock = clock;
	}

	@GetMapping("/api/v1/reconciliation")
	Reconciliation reconciliation() {
		return new Reconciliation(this.machine, this.clock.instant(),
				this.resync.stream().flatMap((it) -> it.reports().stream()).map(OriginView::of).toList());
	}

	static String word(Standing standing) {
		return standing.name().toLowerCase(Locale.ROOT);
	}

	/** How each origin and this machine's ledger compare. */
	record Reconciliation(String machine, Instant at, List<OriginView> origins) {
	}

	/** An origin, as in {@link Report}. */
	record OriginView(String origin, String standing, @Nullable Instant comparedAt, @Nullable String epoch,
			long requested, long repaired, @Nullable String problem, List<EpochReport> epochs) {

		static OriginView of(Report report) {
			return new OriginView(report.origin(), word(report.standing()), report.comparedAt(), report.epoch(),
					report.requested(), report.repaired(), report.problem(), report.epochs());
		}

	}

}
