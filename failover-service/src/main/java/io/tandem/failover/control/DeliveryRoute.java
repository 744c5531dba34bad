package io.tandem.failover.control;

import io.tandem.failover.delivery.Delivery;
import io.tandem.failover.detection.Tier;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sends records by the machine's delivery. */
final class DeliveryRoute implements RecordRoute {

	private final Delivery delivery;

	DeliveryRoute(Delivery delivery) {
		this.delivery = delivery;
	}

	@Override
	public void use(Tier tier, String reason, Instant since) {
		this.delivery.use(tier, reason, since);
	}

	@Override
	public void twin(@Nullable Tier tier) {
		this.delivery.twin(tier);
	}

	@Override
	public long backlogRecords() {
		return this.delivery.status().backlogRecords();
	}

}
