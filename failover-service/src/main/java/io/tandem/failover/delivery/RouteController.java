package io.tandem.failover.delivery;

import io.tandem.failover.detection.Tier;
import io.tandem.service.MachineProperties;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the operator where records go. */
@RestController
class RouteController {

	private final Delivery delivery;

	private final MachineProperties machine;

	RouteController(Delivery delivery, MachineProperties machine) {
		this.delivery = delivery;
		this.machine = machine;
	}

	@GetMapping("/api/v1/routes")
	RouteView route() {
		RouteStatus status = this.delivery.status();
		URI url = status.urls().get(status.tier());
		return new RouteView(this.machine.machine(), status.tier().kind().word(),
				(url != null) ? url.toString() : this.machine.stateDirectory().toString(),
				status.since().truncatedTo(ChronoUnit.SECONDS),
				(status.tier().kind() != Tier.Kind.LOCAL_HUB) ? status.reason() : null, status.backlogRecords());
	}

	/**
	 * A machine's route.
	 *
	 * @param reason why it is not the first tier; null if it is
	 * @param backlogRecords records that are durable and not delivered
	 */
	record RouteView(String machine, String tier, String target, Instant since, @Nullable String reason,
			long backlogRecords) {
	}

}
