package io.tandem.healthsync.history;

import io.tandem.binder.StartPositions;
import io.tandem.healthsync.state.HealthMessage;
import io.tandem.healthsync.state.StreamPosition;
import io.tandem.retry.Trouble;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;

/**
 * Reads the health streams into the history. A batch that cannot be stored is tried again
 * until it can: meanwhile the stream keeps what comes. Each stream is read by one thread;
 * different streams at the same time.
 */
final class HistoryReading implements StartPositions {

	/** The name Spring Cloud Stream gives to the input of the function. */
	static final String BINDING = "healthHistory-in-0";

	private static final Logger logger = LoggerFactory.getLogger(HistoryReading.class);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

	private final Map<String, String> machineOfStream;

	private final Map<String, MachineHistory> histories = new HashMap<>();

	private final Map<String, Trouble> troubles = new HashMap<>();

	private final HistoryStore store;

	private final HistoryMeters meters;

	private final InstantSource clock;

	private final CountDownLatch isClosing = new CountDownLatch(1);

	/**
	 * @param load makes the history of a machine as it goes on
	 */
	HistoryReading(Map<String, String> machineOfStream, Function<String, MachineHistory> load, HistoryStore store,
			HistoryMeters meters, InstantSource clock) {
		this.machineOfStream = Map.copyOf(machineOfStream);
		this.store = store;
		this.meters = meters;
		this.clock = clock;
		machineOfStream.values().forEach((machine) -> {
			this.histories.put(machine, load.apply(machine));
			this.troubles.put(machine,
					new Trouble(logger,
							"Cannot store the health history of " + machine + "; its stream keeps what comes",
							"The health history of " + machine + " is stored again", LONGEST_WAIT));
		});
	}

	@Override
	public String binding() {
		return BINDING;
	}

	@Override
	public OptionalLong startOf(OpenedStream stream) {
		MachineHistory history = history(machine(stream.name()));
		StreamPosition position = history.positionIn(stream.createdAt(), stream.lastSequence());
		history.opened(stream.createdAt());
		logger.atInfo()
			.addKeyValue("stream", stream.name())
			.addKeyValue("readTo", position)
			.log((position != null) ? "The health history goes on" : "The health history reads all of the stream");
		return (position != null) ? OptionalLong.of(position.sequence() + 1) : OptionalLong.empty();
	}

	/**
	 * Returns when the batch is in the database.
	 * @throws IllegalStateException if it is not, because the service ends; or if the
	 * messages are not from one of the streams
	 */
	void accept(Message<List<byte[]>> batch) {
		List<HealthMessage> messages = HealthMessage.batch(batch, this.machineOfStream);
		if (messages.isEmpty()) {
			return;
		}
		String machine = messages.getFirst().machine();
		MachineHistory history = history(machine);
		HistoryStep step = history.decide(messages, this.clock.instant());
		save(step);
		history.apply(step);
		this.meters.stored(step);
	}

	private void save(HistoryStep step) {
		Trouble trouble = this.troubles.get(step.machine());
		if (trouble == null) {
			throw new IllegalStateException("not a machine of the fleet: machine=" + step.machine());
		}
		while (true) {
			try {
				this.store.save(step);
				trouble.succeeded();
				return;
			}
			catch (RuntimeException ex) {
				this.meters.failed();
				await(trouble.failed(reason(ex), ex));
			}
		}
	}

	/** Names the root cause, without the numbers in it that differ at each try. */
	private static String reason(Throwable thrown) {
		Throwable cause = thrown;
		while (cause.getCause() != null && cause.getCause() != cause) {
			cause = cause.getCause();
		}
		return cause.getClass().getSimpleName();
	}

	private void await(Duration wait) {
		try {
			if (this.isClosing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new IllegalStateException("the service ends; the next one goes on here");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while the history could not be stored", ex);
		}
	}

	/**
	 * Ends the trying of a batch that cannot be stored: the next start reads it again.
	 */
	void end() {
		this.isClosing.countDown();
	}

	private String machine(String stream) {
		String machine = this.machineOfStream.get(stream);
		if (machine == null) {
			throw new IllegalStateException(
					"not a health stream: stream=" + stream + " known=" + this.machineOfStream.keySet());
		}
		return machine;
	}

	private MachineHistory history(String machine) {
		MachineHistory history = this.histories.get(machine);
		if (history == null) {
			throw new IllegalStateException(
					"not a machine of the fleet: machine=" + machine + " known=" + this.histories.keySet());
		}
		return history;
	}

}
