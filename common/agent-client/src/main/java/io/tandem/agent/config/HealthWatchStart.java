package io.tandem.agent.config;

import io.tandem.agent.health.HealthWatch;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Starts the watch when all beans are there. */
final class HealthWatchStart implements SmartInitializingSingleton {

	private final HealthWatch watch;

	HealthWatchStart(HealthWatch watch) {
		this.watch = watch;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.watch.start();
	}

}
