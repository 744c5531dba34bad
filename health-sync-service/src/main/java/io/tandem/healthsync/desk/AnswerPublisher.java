package io.tandem.healthsync.desk;

import io.tandem.binder.BoundSender;
import io.tandem.binder.JetStreamHeaders;
import io.tandem.database.Worker;
import io.tandem.healthsync.incident.EngineState;
import io.tandem.healthsync.incident.Incident;
import io.tandem.healthsync.incident.Observation.Answered;
import io.tandem.retry.Trouble;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what people say of incidents here into this machine's event stream, for the other
 * machines: at least once, under an id that is the same for every copy, and again after a
 * restart. There is no queue: what is told are the answers that hold. Confined to its
 * thread.
 */
final class AnswerPublisher extends Worker {

	private static final Logger logger = LoggerFactory.getLogger(AnswerPublisher.class);

	private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

	private final Trouble trouble = new Trouble(logger,
			"The event stream takes no answers; they hold here, and elsewhere once it does",
			"The event stream takes answers again", Duration.ofSeconds(5));

	private final String self;

	private final Supplier<EngineState> state;

	private final BoundSender stream;

	private final DeskMeters meters;

	/** What the stream has, of the incidents that are known. */
	private final Set<String> stored = new HashSet<>();

	AnswerPublisher(String self, Supplier<EngineState> state, BoundSender stream, DeskMeters meters) {
		super("incident-answers", Duration.ofSeconds(3));
		this.self = self;
		this.state = state;
		this.stream = stream;
		this.meters = meters;
	}

	@Override
	protected Duration work() {
		EngineState now = this.state.get();
		Set<String> known = new HashSet<>();
		for (Incident incident : Stream.concat(now.active().stream(), now.closed().stream()).toList()) {
			for (Answered answered : AnswerEvent.of(incident, this.self)) {
				String id = AnswerEvent.id(answered);
				known.add(id);
				if (!this.stored.contains(id)) {
					String why = this.stream.send(AnswerEvent.json(answered), Map.of(JetStreamHeaders.MESSAGE_ID, id));
					if (why != null) {
						this.meters.answer("failed");
						return this.trouble.failed(why, null);
					}
					this.trouble.succeeded();
					this.meters.answer("told");
					this.stored.add(id);
				}
			}
		}
		this.stored.retainAll(known);
		return LOOK_EVERY;
	}

}
