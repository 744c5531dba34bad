package io.tandem.failover.delivery;

import io.tandem.failover.spool.Spool;
import io.tandem.service.MachineProperties;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the operator where records go. */
@RestController
class RouteController {

	private final CurrentRoute route;

	private final Spool spool;

	private final MachineProperties machine;

	private final DeliveryProperties properties;

	RouteController(CurrentRoute route, Spool spool, MachineProperties machine, DeliveryProperties properties) {
		this.route = route;
		this.spool = spool;
		this.machine = machine;
		this.properties = properties;
	}

	@GetMapping("/api/v1/routes")
	RouteView route() throws IOException {
		CurrentRoute.Route current = this.route.get();
		boolean hub = current.tier() == CurrentRoute.Tier.LOCAL_HUB;
		return new RouteView(this.machine.machine(), current.tier().name().toLowerCase(Locale.ROOT).replace('_', '-'),
				hub ? this.properties.hubUrl().toString() : this.machine.stateDirectory().toString(),
				current.since().truncatedTo(ChronoUnit.SECONDS), current.reason(),
				this.spool.status().backlogRecords());
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
