package io.tandem.healthsync.intake;

import io.tandem.healthsync.relay.Relay;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/**
 * Stores reports in this machine's health stream, and those that it does not take with
 * another machine. Thread-safe.
 */
@Primary
@Component
class RelayingReportStore implements ReportStore {

	private final StreamReportStore own;

	private final Relay relay;

	RelayingReportStore(StreamReportStore own, Relay relay) {
		this.own = own;
		this.relay = relay;
	}

	@Override
	public Outcome store(OwnReport report) {
		Outcome outcome = this.own.store(report);
		if (!(outcome instanceof Outcome.Refused refused)) {
			this.relay.notNeeded();
			return outcome;
		}
		return switch (this.relay.relay(report.report(), report.json(), refused.reason())) {
			case Relay.Outcome.Stored stored -> new Outcome.Relayed(stored.by());
			case Relay.Outcome.Refused also -> new Outcome.Refused(refused.reason(), also.reason());
		};
	}

}
