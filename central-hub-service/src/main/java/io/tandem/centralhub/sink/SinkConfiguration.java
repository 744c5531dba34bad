package io.tandem.centralhub.sink;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tandem.centralhub.ledger.Ledger;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.jetstream.StreamReader;
import io.tandem.jetstream.StreamSpec;
import io.tandem.service.MachineProperties;
import io.tandem.wire.subject.Machine;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the sink together, unless {@code tandem.sink.enabled} is false. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "tandem.sink.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SinkProperties.class)
class SinkConfiguration {

	private final StopSignal stop = new StopSignal();

	private final SinkProperties properties;

	private final MachineProperties machine;

	private final Clock clock;

	/** By stream, so that one that fails is not taken for well while others go on. */
	private final Map<String, Outage> sinkOutages = new ConcurrentHashMap<>();

	private final Outage deadLetterOutage;

	SinkConfiguration(SinkProperties properties, MachineProperties machine, Clock clock) {
		this.properties = properties;
		this.machine = machine;
		this.clock = clock;
		this.deadLetterOutage = new Outage(LoggerFactory.getLogger(DeadLetters.class), "dead letters", clock);
	}

	@Bean
	StreamSpec deadLetterStream() {
		Machine self = this.machine.self();
		return StreamSpec.origin(self.deadLetterStream(), List.of(self.deadLetterSubject()),
				this.properties.deadLetterMaxAge(), this.properties.deadLetterMaxBytes().toBytes());
	}

	@Bean
	RemoteWriteSink remoteWriteSink() {
		return new RemoteWriteSink(this.properties, this.stop, this.clock);
	}

	@Bean
	StreamLookout streamLookout(NatsConnection connection) {
		return new NatsStreamLookout(connection);
	}

	/**
	 * All backlog shares one turn: a live stream has at most one batch of it beside its
	 * own, in the store and in the ledger, however many machines have a backlog, and none
	 * while it is late. All together share the origins' turns.
	 */
	@Bean
	SinkWorkers sinkWorkers(Sink sink, StreamReader reader, StreamPublisher publisher, Ledger ledger,
			StreamLookout lookout, MeterRegistry registry) {
		SinkMeters meters = new SinkMeters(registry, this.machine.all().stream().map(Machine::name).toList());
		DeadLetters letters = new DeadLetters(publisher, this.machine.self(), this.properties, this.deadLetterOutage,
				meters, this.stop);
		String durable = "sink-" + this.machine.machine();
		List<String> live = this.machine.all().stream().map(Machine::metricsStream).toList();
		List<String> backlog = this.machine.all().stream().map(Machine::backlogStream).toList();
		Turn backlogTurn = new Turn();
		OriginTurns origins = new OriginTurns(this.machine.all().stream().map(Machine::name).toList());
		LiveLag liveLag = new LiveLag(live);
		Function<String, Runnable> worker = (stream) -> {
			Turn turn = backlog.contains(stream) ? backlogTurn : new Turn();
			PatientSink patient = new PatientSink(sink, turn, origins, this.properties, sinkOutage(stream), meters,
					this.stop);
			return new SinkWorker(stream, live.contains(stream), durable, reader, ledger, patient, turn, liveLag,
					letters, lookout, this.properties, meters, this.stop, this.clock);
		};
		return new SinkWorkers(Stream.concat(live.stream(), backlog.stream()).toList(), durable, worker, lookout,
				this.stop);
	}

	@Bean
	SinkInflow sinkInflow(SinkWorkers workers, StreamLookout lookout) {
		return new SinkInflow(workers.streams(), workers.durable(), lookout);
	}

	@Bean
	MeterBinder sinkLag(SinkWorkers workers) {
		return (registry) -> workers.streams()
			.forEach((stream) -> Gauge.builder("tandem.sink.lag", workers, (all) -> all.lag(stream))
				.description("Messages of the stream that are not in the store yet, or not acknowledged")
				.baseUnit("messages")
				.tag("stream", stream)
				.register(registry));
	}

	@Bean
	SinkHealth sinkHealthIndicator(SinkWorkers workers) {
		return new SinkHealth(this.sinkOutages, this.deadLetterOutage, workers, this.properties, this.clock);
	}

	private Outage sinkOutage(String stream) {
		return this.sinkOutages.computeIfAbsent(stream,
				(name) -> new Outage(LoggerFactory.getLogger(PatientSink.class), "sink of " + name, this.clock));
	}

}
