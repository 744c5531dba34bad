package io.tandem.hub.window;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Measures the window. */
final class WindowMeters implements MeterBinder {

	private final RecentWindow window;

	private final WindowFeed feed;

	WindowMeters(RecentWindow window, WindowFeed feed) {
		this.window = window;
		this.feed = feed;
	}

	@Override
	public void bindTo(MeterRegistry meters) {
		Gauge.builder("tandem.hub.window.series", this.window, RecentWindow::seriesCount)
			.description("series in the window, ended ones included")
			.baseUnit("series")
			.register(meters);
		Gauge.builder("tandem.hub.window.samples", this.window, RecentWindow::sampleCount)
			.description("samples in the window")
			.baseUnit("samples")
			.register(meters);
		Gauge.builder("tandem.hub.window.slots", this.window, RecentWindow::slotCount)
			.description("samples for which the window has memory taken, 16 bytes each")
			.baseUnit("samples")
			.register(meters);
		Gauge.builder("tandem.hub.window.rebuilding", this.feed, (feed) -> feed.isRebuilding() ? 1 : 0)
			.description("1 while what the streams held at the start may be missing in part")
			.register(meters);
		for (DropReason reason : DropReason.values()) {
			FunctionCounter.builder("tandem.hub.window.dropped", this.window, (window) -> window.dropped(reason))
				.description("samples that are not in the window; the stream has them")
				.baseUnit("samples")
				.tag("reason", reason.tag())
				.register(meters);
		}
	}

}
