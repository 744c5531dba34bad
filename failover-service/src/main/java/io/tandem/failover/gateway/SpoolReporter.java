package io.tandem.failover.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tandem.failover.spool.AppendOutcome;
import io.tandem.failover.spool.Gap;
import io.tandem.failover.spool.SpoolListener;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and logs what the spool does. An outage of the disk is logged when it begins,
 * when its reason changes, and when it ends. Thread-safe.
 */
final class SpoolReporter implements SpoolListener {

	private static final Logger logger = LoggerFactory.getLogger(SpoolReporter.class);

	private final Counter records;

	private final Counter bytes;

	private final DistributionSummary group;

	private final Timer write;

	private final Timer sync;

	private final Map<AppendOutcome.Full.Reason, Counter> full;

	private final Counter failed;

	private final Counter cutTails;

	private final Counter quarantined;

	private final Map<Gap.Reason, Counter> lost;

	private final Counter retired;

	private final Counter quarantineDropped;

	private final Counter lostCursors;

	private final Counter forgottenRanges;

	private String trouble = "";

	private long troubled;

	SpoolReporter(MeterRegistry registry) {
		this.records = Counter.builder("tandem.spool.records").description("Records made durable").register(registry);
		this.bytes = Counter.builder("tandem.spool.appended")
			.description("Frames made durable")
			.baseUnit("bytes")
			.register(registry);
		this.group = DistributionSummary.builder("tandem.spool.group")
			.description("Records that shared one fsync")
			.baseUnit("records")
			.register(registry);
		this.write = Timer.builder("tandem.spool.write").description("Writing one group").register(registry);
		this.sync = Timer.builder("tandem.spool.fsync").description("One fsync").register(registry);
		this.full = counters(AppendOutcome.Full.Reason.class,
				(reason) -> Counter.builder("tandem.spool.full")
					.description("Appends refused for want of room")
					.tag("reason", word(reason))
					.register(registry));
		this.failed = Counter.builder("tandem.spool.failed")
			.description("Appends that failed with a write or an fsync")
			.register(registry);
		this.cutTails = Counter.builder("tandem.spool.tails.cut")
			.description("Unfinished frames cut off at a start")
			.register(registry);
		this.quarantined = Counter.builder("tandem.spool.quarantined")
			.description("Damaged files put aside")
			.register(registry);
		this.lost = counters(Gap.Reason.class,
				(reason) -> Counter.builder("tandem.spool.gaps")
					.description("Records that were recorded as lost or refused")
					.baseUnit("records")
					.tag("reason", word(reason))
					.register(registry));
		this.retired = Counter.builder("tandem.spool.retired")
			.description("Delivered records dropped by age or size")
			.baseUnit("bytes")
			.register(registry);
		this.quarantineDropped = Counter.builder("tandem.spool.quarantine.dropped")
			.description("Files put aside and later dropped by age or for room")
			.register(registry);
		this.lostCursors = Counter.builder("tandem.spool.cursors.lost")
			.description("Cursor files that could not be read; all kept records are delivered again")
			.register(registry);
		this.forgottenRanges = Counter.builder("tandem.spool.ranges.forgotten")
			.description("Ranges of delivered records that were forgotten; they are delivered again")
			.register(registry);
	}

	@Override
	public void committed(int records, long bytes, long writeNanos, long syncNanos) {
		this.records.increment(records);
		this.bytes.increment(bytes);
		this.group.record(records);
		this.write.record(writeNanos, TimeUnit.NANOSECONDS);
		this.sync.record(syncNanos, TimeUnit.NANOSECONDS);
		if (this.troubled > 0) {
			logger.atWarn()
				.addKeyValue("reason", this.trouble)
				.addKeyValue("refused", this.troubled)
				.log("The spool takes records again");
			this.trouble = "";
			this.troubled = 0;
		}
	}

	@Override
	public void full(AppendOutcome.Full.Reason reason, int records) {
		this.full.getOrDefault(reason, this.failed).increment(records);
		trouble("full-" + word(reason), records, null);
	}

	@Override
	public void writeFailed(Exception cause, int records) {
		this.failed.increment(records);
		trouble(cause.toString(), records, cause);
	}

	private void trouble(String reason, int records, @Nullable Exception cause) {
		if (!reason.equals(this.trouble)) {
			this.trouble = reason;
			logger.atError()
				.setCause(cause)
				.addKeyValue("reason", reason)
				.addKeyValue("refusedBefore", this.troubled)
				.log("The spool takes no records");
		}
		this.troubled += records;
	}

	@Override
	public void tailCut(Path segment, long bytes) {
		this.cutTails.increment();
		logger.atWarn()
			.addKeyValue("segment", segment)
			.addKeyValue("bytes", bytes)
			.log("Cut off a frame that was not finished when the process ended");
	}

	@Override
	public void quarantined(Path file, String why) {
		this.quarantined.increment();
		logger.atError().addKeyValue("file", file).addKeyValue("reason", why).log("Put a damaged file aside");
	}

	@Override
	public void gapRecorded(Gap gap) {
		this.lost.getOrDefault(gap.reason(), this.failed).increment(gap.last() - gap.first() + 1);
		logger.atError()
			.addKeyValue("epoch", gap.epoch())
			.addKeyValue("first", gap.first())
			.addKeyValue("last", gap.last())
			.addKeyValue("reason", word(gap.reason()))
			.addKeyValue("detail", gap.detail())
			.log("Recorded a gap");
	}

	@Override
	public void retired(Path segment, long bytes) {
		this.retired.increment(bytes);
		logger.atDebug().addKeyValue("segment", segment).addKeyValue("bytes", bytes).log("Dropped delivered records");
	}

	@Override
	public void quarantineDropped(Path file, long bytes) {
		this.quarantineDropped.increment();
		logger.atWarn().addKeyValue("file", file).addKeyValue("bytes", bytes).log("Dropped a file that was put aside");
	}

	@Override
	public void cursorLost(String reader, String why) {
		this.lostCursors.increment();
		logger.atWarn()
			.addKeyValue("reader", reader)
			.addKeyValue("reason", why)
			.log("Lost a reader's position; all kept records are delivered again");
	}

	@Override
	public void rangesForgotten(String reader, String why) {
		this.forgottenRanges.increment();
		logger.atDebug()
			.addKeyValue("reader", reader)
			.addKeyValue("reason", why)
			.log("Forgot what was delivered; it is delivered again");
	}

	@Override
	public void housekeepingFailed(Exception cause) {
		logger.atWarn().setCause(cause).log("Could not look after the spool's files");
	}

	private static String word(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static <E extends Enum<E>> Map<E, Counter> counters(Class<E> type, Function<E, Counter> counter) {
		Map<E, Counter> counters = new EnumMap<>(type);
		for (E value : type.getEnumConstants()) {
			counters.put(value, counter.apply(value));
		}
		return counters;
	}

}
