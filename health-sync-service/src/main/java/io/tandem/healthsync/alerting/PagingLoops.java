package io.tandem.healthsync.alerting;

import io.tandem.database.Worker;
import io.tandem.retry.BackOff;
import io.tandem.retry.RepeatingFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.context.SmartLifecycle;

/**
 * Runs what makes pages go out, each receiver on a thread of its own, so that one that
 * does not answer holds no other up. Thread-safe.
 */
final class PagingLoops implements SmartLifecycle {

	private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

	private static final Duration PATIENCE = Duration.ofSeconds(4);

	private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(500), Duration.ofSeconds(10));

	private static final Logger logger = LoggerFactory.getLogger(PagingLoops.class);

	private final RepeatingFailure failure = new RepeatingFailure(logger, Map.of());

	private final PageBook book;

	private final OpenPages openPages;

	private final AlertingMeters meters;

	private final List<Worker> loops = new ArrayList<>();

	PagingLoops(PageBook book, OpenPages openPages, List<AlertmanagerFeed> feeds, PageEvents events,
			AlertingMeters meters) {
		this.book = book;
		this.openPages = openPages;
		this.meters = meters;
		feeds.forEach((feed) -> this.loops.add(loop("alerting-feed", feed::work)));
		this.loops.add(loop("alerting-events", events::work));
		List<Worker> senders = List.copyOf(this.loops);
		book.onChange(() -> senders.forEach(Worker::wake));
		this.loops.add(loop("alerting-book", this::work));
	}

	/** Raises pages, and gets those that are missing. Returns how long to pause then. */
	Duration work() {
		this.book.advance();
		if (!this.book.wantsLoad()) {
			return LOOK_EVERY;
		}
		try {
			this.book.load(this.openPages.pages());
			if (!this.book.isIncomplete()) {
				this.meters.complete();
			}
			this.failure.ended().log("The open pages are known again");
			return LOOK_EVERY;
		}
		catch (RuntimeException ex) {
			this.failure.failed(Level.WARN, ex.getClass().getSimpleName())
				.setCause(ex)
				.log("The open pages cannot be asked for; those that are told of go out meanwhile");
			return BACK_OFF.after(this.failure.count(), ThreadLocalRandom.current());
		}
	}

	private static Worker loop(String name, Supplier<Duration> work) {
		return new Worker(name, PATIENCE) {
			@Override
			protected Duration work() {
				return work.get();
			}
		};
	}

	@Override
	public void start() {
		this.loops.forEach(Worker::start);
	}

	@Override
	public void stop() {
		this.loops.forEach(Worker::stop);
	}

	@Override
	public boolean isRunning() {
		return this.loops.stream().anyMatch(Worker::isRunning);
	}

}
