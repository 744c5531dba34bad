package io.tandem.centralhub.sink;

import io.tandem.centralhub.ledger.Arrival;
import io.tandem.centralhub.ledger.Ledger;
import io.tandem.centralhub.ledger.LedgerKey;
import io.tandem.centralhub.ledger.Standing;
import io.tandem.centralhub.ledger.StreamNumbering;
import io.tandem.hub.probe.ProbeMessage;
import io.tandem.ingest.PushedRecord;
import io.tandem.jetstream.StreamMessage;
import io.tandem.jetstream.StreamReader;
import io.tandem.jetstream.StreamReader.Delivery;
import io.tandem.retry.BackOff;
import io.tandem.wire.identity.RecordRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one stream to the store: reads what is there, leaves out what the ledger has,
 * writes the rest, enters all into the ledger, and acknowledges. In that order, so that
 * whatever ends the process in between makes messages come again and nothing else.
 * Confined to the thread that runs it.
 */
final class SinkWorker implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(SinkWorker.class);

	private static final Duration FETCH_WAIT = Duration.ofSeconds(1);

	private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

	/** Probes alone are worth no write of the ledger yet. */
	private static final Duration PROBES_WAIT = Duration.ofSeconds(1);

	/** More records than a batch can ever name: a range like that is a mistake. */
	private static final long MOST_RECORDS = 1_000_000;

	private static final String ACCEPTED_AT_HEADER = PushedRecord.ACCEPTED_AT_HEADER;

	private final String stream;

	private final String durable;

	private final StreamReader reader;

	private final Ledger ledger;

	private final PatientSink sink;

	private final Turn turn;

	private final LiveLag liveLag;

	private final boolean isLive;

	private final DeadLetters deadLetters;

	private final StreamLookout lookout;

	private final SinkProperties properties;

	private final SinkMeters meters;

	private final StopSignal stop;

	private final InstantSource clock;

	private final Outage ledgerOutage;

	private @Nullable StreamNumbering numbering;

	/**
	 * @param turn taken for each batch that is entered into the ledger
	 * @param liveLag told by the readers of live streams, heeded by the others
	 */
	SinkWorker(String stream, boolean isLive, String durable, StreamReader reader, Ledger ledger, PatientSink sink,
			Turn turn, LiveLag liveLag, DeadLetters deadLetters, StreamLookout lookout, SinkProperties properties,
			SinkMeters meters, StopSignal stop, InstantSource clock) {
		this.stream = stream;
		this.durable = durable;
		this.reader = reader;
		this.ledger = ledger;
		this.sink = sink;
		this.turn = turn;
		this.liveLag = liveLag;
		this.isLive = isLive;
		this.deadLetters = deadLetters;
		this.lookout = lookout;
		this.properties = properties;
		this.meters = meters;
		this.stop = stop;
		this.clock = clock;
		this.ledgerOutage = new Outage(logger, "ledger", clock);
	}

	/** Works until the service stops. */
	@Override
	public void run() {
		try (StreamReader.Durable open = this.reader.durable(this.stream, this.durable)) {
			while (!this.stop.isStopped()) {
				readOnce(open);
			}
		}
		catch (StoppedException ex) {
			// what is held comes again
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Goes on after whatever fault: nobody else reads this stream. */
	private void readOnce(StreamReader.Durable open) throws StoppedException, InterruptedException {
		List<Delivery> batch = new ArrayList<>();
		try {
			if (!this.isLive) {
				this.liveLag.standBack(this.stop);
			}
			batch.addAll(collect(open));
			if (this.isLive) {
				this.liveLag.taken(this.stream, age(batch));
			}
			if (!batch.isEmpty()) {
				take(batch);
			}
		}
		catch (RuntimeException | Error ex) {
			logger.atError()
				.addKeyValue("stream", this.stream)
				.addKeyValue("messages", batch.size())
				.setCause(ex)
				.log("a batch failed by a fault of our own, it is given back and tried again");
			batch.forEach((delivery) -> delivery.nak(AFTER_A_FAULT));
			this.stop.pause(AFTER_A_FAULT);
		}
	}

	/** Returns how old the oldest is that somebody waits for; zero if there is none. */
	private Duration age(List<Delivery> batch) {
		return batch.stream()
			.map(Delivery::message)
			.filter((message) -> !ProbeMessage.is(message))
			.findFirst()
			.map((message) -> Duration.between(message.storedAt(), this.clock.instant()))
			.orElse(Duration.ZERO);
	}

	private List<Delivery> collect(StreamReader.Durable open) throws InterruptedException {
		int most = this.properties.batchMessages();
		long mostBytes = this.properties.batchBytes().toBytes();
		List<Delivery> batch = new ArrayList<>(open.fetch(most, (int) mostBytes, FETCH_WAIT));
		long probesUntil = System.nanoTime() + PROBES_WAIT.toNanos();
		while (hasOnlyProbes(batch) && batch.size() < most && !this.stop.isStopped()
				&& System.nanoTime() - probesUntil < 0) {
			batch.addAll(open.fetch(most - batch.size(), (int) mostBytes,
					Duration.ofNanos(Math.max(1, probesUntil - System.nanoTime()))));
		}
		long bytes = batch.stream().mapToLong((delivery) -> delivery.message().body().length).sum();
		if (!batch.isEmpty() && batch.size() <= most / 2 && bytes <= mostBytes / 2
				&& this.properties.linger().isPositive()) {
			batch.addAll(open.fetch(most - batch.size(), (int) (mostBytes - bytes), this.properties.linger()));
		}
		return batch;
	}

	private static boolean hasOnlyProbes(List<Delivery> batch) {
		return !batch.isEmpty() && batch.stream().map(Delivery::message).allMatch(ProbeMessage::is);
	}

	/** Takes messages from the stream to the store and acknowledges them. */
	void take(List<Delivery> batch) throws StoppedException {
		Runnable keepAlive = () -> batch.forEach(Delivery::inProgress);
		Instant taken = this.clock.instant();
		StreamNumbering current = numbering(batch, keepAlive);
		List<Pending> all = batch.stream().map((delivery) -> pending(delivery, current)).toList();
		Map<Pending, String> refused = new RefusalSearch(this.sink, this.deadLetters, this.meters, keepAlive)
			.write(toWrite(all));
		Instant now = this.clock.instant();
		account(all.stream().map((pending) -> arrival(pending, refused.get(pending))).toList(), keepAlive);
		batch.forEach(Delivery::ack);
		for (Pending pending : all) {
			if (pending.standing() == Standing.NEW && !refused.containsKey(pending)) {
				measure(pending, now);
			}
		}
		logger.atDebug()
			.addKeyValue("stream", this.stream)
			.addKeyValue("messages", batch.size())
			.addKeyValue("inStream", Duration.between(batch.getFirst().message().storedAt(), taken))
			.addKeyValue("write", Duration.between(taken, now))
			.addKeyValue("ledger", Duration.between(now, this.clock.instant()))
			.log("a batch is stored");
	}

	/**
	 * Returns the numbering of the stream as it is now. A sequence that is not new may be
	 * a redelivery, or the stream was made anew.
	 */
	private StreamNumbering numbering(List<Delivery> batch, Runnable keepAlive) throws StoppedException {
		StreamNumbering known = this.numbering;
		if (known != null && batch.stream().allMatch((delivery) -> delivery.message().sequence() > known.highest())) {
			return known;
		}
		Optional<Instant> created = this.lookout.created(this.stream);
		while (created.isEmpty()) {
			keepAlive.run();
			this.stop.pause(AFTER_A_FAULT);
			created = this.lookout.created(this.stream);
		}
		if (known != null && known.created().equals(created.get())) {
			return known;
		}
		StreamNumbering found = this.ledger.numbering(this.stream, created.get());
		this.numbering = found;
		return found;
	}

	private Pending pending(Delivery delivery, StreamNumbering current) {
		StreamMessage message = delivery.message();
		LedgerKey key = current.of(message.sequence(), message.storedAt());
		RecordRange range = range(message);
		return new Pending(delivery, key, range, this.ledger.standing(key, message.sequence(), range));
	}

	/** A probe has none: it only takes its place in the stream's own numbering. */
	private @Nullable RecordRange range(StreamMessage message) {
		if (ProbeMessage.is(message)) {
			return null;
		}
		try {
			RecordRange range = RecordRange.readFrom(message::header).orElse(null);
			if (range == null || range.last() - range.first() < MOST_RECORDS && range.last() < Long.MAX_VALUE) {
				return range;
			}
			invalid(message, "more than " + MOST_RECORDS + " records: " + range);
		}
		catch (IllegalArgumentException ex) {
			invalid(message, String.valueOf(ex.getMessage()));
		}
		return null;
	}

	private void invalid(StreamMessage message, String reason) {
		this.meters.invalidRange();
		logger.atDebug()
			.addKeyValue("stream", this.stream)
			.addKeyValue("sequence", message.sequence())
			.addKeyValue("reason", reason)
			.log("record range makes no sense, the message is counted as unnumbered");
	}

	private List<Pending> toWrite(List<Pending> all) {
		Set<RecordRange> ranges = new HashSet<>();
		List<Pending> fresh = new ArrayList<>();
		for (Pending pending : all) {
			RecordRange range = pending.range();
			if (ProbeMessage.is(pending.message())) {
				this.meters.probe();
			}
			else if (pending.standing() != Standing.NEW) {
				this.meters.skipped(pending.standing());
			}
			else if (range != null && !ranges.add(range)) {
				this.meters.skipped(Standing.DUPLICATE);
			}
			else {
				fresh.add(pending);
			}
		}
		return fresh;
	}

	private static Arrival arrival(Pending pending, @Nullable String refusal) {
		StreamMessage message = pending.message();
		return new Arrival(pending.stream(), message.sequence(), message.storedAt(), pending.range(), refusal);
	}

	private void account(List<Arrival> arrivals, Runnable keepAlive) throws StoppedException {
		BackOff backOff = new BackOff(this.properties.firstBackoff(), this.properties.maxBackoff());
		for (int tries = 1;; tries++) {
			try {
				enter(arrivals, keepAlive);
				this.ledgerOutage.succeeded();
				return;
			}
			catch (RuntimeException ex) {
				this.ledgerOutage.failed(ex.getClass().getSimpleName(), String.valueOf(ex.getMessage()));
				keepAlive.run();
				this.sink.pause(backOff.after(tries, RandomGenerator.getDefault()), keepAlive);
			}
		}
	}

	private void enter(List<Arrival> arrivals, Runnable keepAlive) throws StoppedException {
		this.turn.begin(this.properties.inProgressInterval(), keepAlive);
		try {
			this.ledger.record(arrivals);
		}
		finally {
			this.turn.end();
		}
	}

	private void measure(Pending pending, Instant storedAt) {
		String acceptedAt = pending.message().header(ACCEPTED_AT_HEADER);
		if (acceptedAt != null && acceptedAt.matches("\\d{1,15}")) {
			RecordRange range = pending.range();
			this.meters.delivered((range != null) ? range.origin() : machineOf(this.stream),
					Duration.between(Instant.ofEpochMilli(Long.parseLong(acceptedAt)), storedAt));
		}
	}

	private static String machineOf(String stream) {
		return stream.substring(stream.indexOf('_') + 1).toLowerCase(Locale.ROOT);
	}

}
