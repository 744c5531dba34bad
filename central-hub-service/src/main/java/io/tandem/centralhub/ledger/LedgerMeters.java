package io.tandem.centralhub.ledger;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tandem.centralhub.ledger.LedgerKey.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Shows the ledger's totals for each machine of the fleet; whatever calls itself
 * otherwise is shown together as {@code other}.
 */
class LedgerMeters implements MeterBinder {

	private static final String OTHER = "other";

	private final Ledger ledger;

	private final List<String> machines;

	LedgerMeters(Ledger ledger, List<String> machines) {
		this.ledger = ledger;
		this.machines = List.copyOf(machines);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		List<String> origins = new ArrayList<>(this.machines);
		origins.add(OTHER);
		for (Kind kind : Kind.values()) {
			for (String origin : origins) {
				gauge(registry, kind, origin, "received", "have arrived", EpochState::receivedCount);
				gauge(registry, kind, origin, "missing", "are missing", EpochState::missingCount);
				gauge(registry, kind, origin, "duplicated", "have arrived again", EpochState::duplicated);
				gauge(registry, kind, origin, "late", "have filled a gap", EpochState::late);
				gauge(registry, kind, origin, "refused", "the store has refused for good", EpochState::refused);
				gauge(registry, kind, origin, "lost", "are nowhere any more, by their origin's word",
						(state) -> state.lost().count());
				gauge(registry, kind, origin, "forgotten", "were given up to bound the ledger", EpochState::forgotten);
			}
		}
		FunctionCounter.builder("tandem.ledger.epochs.forgotten", this.ledger, Ledger::forgottenEpochs)
			.description("Epochs that were forgotten because there were too many")
			.baseUnit("epochs")
			.register(registry);
	}

	private void gauge(MeterRegistry registry, Kind kind, String origin, String name, String what,
			ToLongFunction<EpochState> value) {
		Gauge.builder("tandem.ledger." + name, this.ledger, (ledger) -> sum(ledger, kind, origin, value))
			.description("Sequences that " + what + ", over all epochs")
			.baseUnit("sequences")
			.tag("kind", kind.name().toLowerCase(Locale.ROOT))
			.tag("origin", origin)
			.register(registry);
	}

	private double sum(Ledger ledger, Kind kind, String origin, ToLongFunction<EpochState> value) {
		return ledger.epochs()
			.stream()
			.map(Ledger.EpochSummary::state)
			.filter((state) -> state.key().kind() == kind && originOf(state.key()).equals(origin))
			.mapToLong(value)
			.sum();
	}

	private String originOf(LedgerKey key) {
		return this.machines.stream().filter(key::isOf).findFirst().orElse(OTHER);
	}

}
