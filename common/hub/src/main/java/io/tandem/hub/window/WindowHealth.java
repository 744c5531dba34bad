package io.tandem.hub.window;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells what the window holds. Never down: a window that is still being rebuilt keeps no
 * push from being stored.
 */
final class WindowHealth implements HealthIndicator {

	private final RecentWindow window;

	private final WindowFeed feed;

	WindowHealth(RecentWindow window, WindowFeed feed) {
		this.window = window;
		this.feed = feed;
	}

	@Override
	public Health health() {
		return Health.up()
			.withDetail("rebuilding", this.feed.isRebuilding())
			.withDetail("series", this.window.seriesCount())
			.withDetail("slots", this.window.slotCount())
			.build();
	}

}
