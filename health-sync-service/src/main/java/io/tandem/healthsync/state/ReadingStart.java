package io.tandem.healthsync.state;

import io.tandem.binder.StartPositions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the reading of a machine's stream go on where what is known of the machine ends,
 * if the stream is still the same. If it was made anew, or has lost its end, all of it is
 * read: at the start without what a snapshot knew of the machine, later on top of what is
 * known, which nobody shall miss meanwhile. Thread-safe: each machine is the business of
 * one thread.
 */
final class ReadingStart implements StartPositions {

	/** The name Spring Cloud Stream gives to the input of the function. */
	static final String BINDING = "healthReports-in-0";

	private static final Logger logger = LoggerFactory.getLogger(ReadingStart.class);

	private final FleetHealth fleet;

	private final Map<String, String> machineOfStream;

	private final HealthStateMeters meters;

	private final List<ReadingListener> listeners;

	private final InstantSource clock;

	private final Set<String> opened = ConcurrentHashMap.newKeySet();

	ReadingStart(FleetHealth fleet, Map<String, String> machineOfStream, HealthStateMeters meters,
			List<ReadingListener> listeners, InstantSource clock) {
		this.fleet = fleet;
		this.machineOfStream = machineOfStream;
		this.meters = meters;
		this.listeners = List.copyOf(listeners);
		this.clock = clock;
	}

	@Override
	public String binding() {
		return BINDING;
	}

	@Override
	public OptionalLong startOf(OpenedStream stream) {
		String machine = machine(stream);
		MachineHealth health = this.fleet.machine(machine).orElseThrow();
		MachineRecord known = health.copy();
		OptionalLong next = next(known, stream);
		if (next.isEmpty() && known.newest() != null) {
			logger.atWarn()
				.addKeyValue("stream", stream.name())
				.addKeyValue("created", stream.createdAt())
				.addKeyValue("createdBefore", known.streamCreatedAt())
				.addKeyValue("lastSequence", stream.lastSequence())
				.addKeyValue("readTo", known.newest())
				.log("The health stream is not the one that was read before; all of it is read");
			if (!this.opened.contains(machine)) {
				health.clear();
			}
		}
		this.opened.add(machine);
		health.opened(stream.createdAt());
		this.meters.opened(machine, next.isPresent() ? "position" : "beginning");
		return next;
	}

	private static OptionalLong next(MachineRecord known, OpenedStream stream) {
		StreamPosition newest = known.newest();
		if (newest == null || newest.sequence() > stream.lastSequence()) {
			return OptionalLong.empty();
		}
		return stream.createdAt().equals(known.streamCreatedAt()) ? OptionalLong.of(newest.sequence() + 1)
				: OptionalLong.empty();
	}

	@Override
	public void caughtUp(OpenedStream stream) {
		String machine = machine(stream);
		this.fleet.machine(machine).orElseThrow().caughtUp(this.clock.instant());
		logger.atInfo()
			.addKeyValue("stream", stream.name())
			.addKeyValue("sequence", stream.lastSequence())
			.log("The health stream has been caught up with");
		this.listeners.forEach((listener) -> tell(listener, machine));
	}

	private void tell(ReadingListener listener, String machine) {
		try {
			listener.caughtUp(machine);
		}
		catch (RuntimeException ex) {
			this.meters.listenerFailed();
			logger.atWarn()
				.addKeyValue("of", machine)
				.addKeyValue("listener", listener.getClass().getSimpleName())
				.setCause(ex)
				.log("a listener failed on a stream that has been caught up with");
		}
	}

	private String machine(OpenedStream stream) {
		String machine = this.machineOfStream.get(stream.name());
		if (machine == null) {
			throw new IllegalStateException(
					"not a health stream: stream=" + stream.name() + " known=" + this.machineOfStream.keySet());
		}
		return machine;
	}

}
