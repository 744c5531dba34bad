package io.tandem.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.ingest.RecordIntake.Outcome;
import io.tandem.service.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/**
 * Turns each push that one protocol refuses into its problem detail, counts it, and logs
 * it: the first of a reason at once, then at most one line a minute that says how many
 * there were. Thread-safe.
 */
final class Refusals {

	/** Reasons an intake may name before further ones are counted as {@code other}. */
	private static final int MAX_REASONS = 64;

	private static final long LOG_INTERVAL_MILLIS = Duration.ofMinutes(1).toMillis();

	private static final Duration BUSY_RETRY = Duration.ofSeconds(1);

	private static final Logger logger = LoggerFactory.getLogger(Refusals.class);

	private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

	private final MeterRegistry registry;

	private final String protocol;

	private final InstantSource clock;

	Refusals(MeterRegistry registry, Protocol protocol, InstantSource clock) {
		this.registry = registry;
		this.protocol = IngestMeters.tag(protocol);
		this.clock = clock;
		for (Refusal refusal : Refusal.values()) {
			this.tallies.put(refusal.slug(), new Tally(refusal.slug()));
		}
	}

	/** Returns the problem for what ingest itself refused. */
	ProblemException problem(RefusedException ex) {
		Refusal refusal = ex.refusal();
		return problem(refusal.status(), refusal.slug(), ex.detail(),
				(refusal == Refusal.INGEST_BUSY) ? BUSY_RETRY : null);
	}

	/** Returns the problem for a record that is not known to be durable. */
	ProblemException problem(Outcome.Refused refused) {
		return problem(HttpStatus.SERVICE_UNAVAILABLE, refused.reason(), refused.detail(), refused.retryAfter());
	}

	/** Returns the problem for a sender that pushes more than it may. */
	ProblemException problem(Outcome.TooMany tooMany) {
		return problem(HttpStatus.TOO_MANY_REQUESTS, tooMany.reason(), tooMany.detail(), tooMany.retryAfter());
	}

	/** Returns the problem for a record that can never be stored. */
	ProblemException problem(Outcome.Impossible impossible) {
		HttpStatus status = Refusal.TOO_LARGE.slug().equals(impossible.reason()) ? HttpStatus.CONTENT_TOO_LARGE
				: HttpStatus.UNPROCESSABLE_CONTENT;
		return problem(status, impossible.reason(), impossible.detail(), null);
	}

	private ProblemException problem(HttpStatus status, String slug, String detail, @Nullable Duration retryAfter) {
		tally(slug).add(detail);
		return new ProblemException(status, slug, detail, retryAfter);
	}

	private Tally tally(String reason) {
		Tally known = this.tallies.get(reason);
		if (known != null) {
			return known;
		}
		return this.tallies.computeIfAbsent((this.tallies.size() < MAX_REASONS) ? reason : "other", Tally::new);
	}

	/** How often one reason was given. Thread-safe, guarded by itself. */
	private final class Tally {

		private final String reason;

		private final Counter counter;

		private long lastLoggedMillis = Long.MIN_VALUE;

		private long unlogged;

		Tally(String reason) {
			this.reason = reason;
			this.counter = Counter.builder("tandem.ingest.refused")
				.description("Pushes that were refused, nothing of them stored")
				.tag("protocol", Refusals.this.protocol)
				.tag("reason", reason)
				.register(Refusals.this.registry);
		}

		void add(String detail) {
			this.counter.increment();
			long count;
			synchronized (this) {
				long now = Refusals.this.clock.millis();
				this.unlogged++;
				if (this.lastLoggedMillis != Long.MIN_VALUE && now - this.lastLoggedMillis < LOG_INTERVAL_MILLIS) {
					return;
				}
				this.lastLoggedMillis = now;
				count = this.unlogged;
				this.unlogged = 0;
			}
			logger.atWarn()
				.addKeyValue("protocol", Refusals.this.protocol)
				.addKeyValue("reason", this.reason)
				.addKeyValue("count", count)
				.addKeyValue("detail", detail)
				.log("push refused");
		}

	}

}
