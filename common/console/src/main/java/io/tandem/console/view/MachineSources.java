package io.tandem.console.view;

import io.tandem.console.source.Asked;
import io.tandem.console.source.FailoverAnswers.Partition;
import io.tandem.console.source.FailoverAnswers.State;
import io.tandem.console.source.Question;
import io.tandem.console.source.Seen;
import io.tandem.console.source.Service;
import io.tandem.console.source.ServiceHealth;
import io.tandem.console.source.Sources;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a machine's services say of it.
 *
 * @param name the machine
 * @param services each service's own health
 */
record MachineSources(String name, Seen<State> failover, Seen<Partition> partition,
		Map<Service, Seen<ServiceHealth>> services) {

	/** Asks; returns at once. */
	static Asking ask(Sources sources, String name) {
		Asked<State> failover = sources.ask(Question.of(name, Service.FAILOVER, "/api/v1/failover/state", State.class));
		Asked<Partition> partition = sources
			.ask(Question.of(name, Service.FAILOVER, "/api/v1/partition", Partition.class));
		Map<Service, Asked<ServiceHealth>> services = new EnumMap<>(Service.class);
		for (Service service : Service.values()) {
			services.put(service, sources.ask(Question.ofHealth(name, service)));
		}
		return () -> {
			Map<Service, Seen<ServiceHealth>> answers = new EnumMap<>(Service.class);
			services.forEach((service, asked) -> answers.put(service, asked.seen()));
			return new MachineSources(name, failover.seen(), partition.seen(), answers);
		};
	}

	/** Questions that are under way. */
	@FunctionalInterface
	interface Asking {

		/** Waits for all answers, each for a page's patience at most. */
		MachineSources seen();

	}

}
