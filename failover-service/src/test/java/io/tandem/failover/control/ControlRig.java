package io.tandem.failover.control;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.failover.decision.Engine;
import io.tandem.failover.decision.EngineSettings;
import io.tandem.failover.decision.Transition;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.Tier.Kind;
import io.tandem.service.security.ServiceHttp;
import io.tandem.test.time.MutableClock;
import io.tandem.wire.subject.Machine;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The runner as a whole with the real engine, scripted tiers, and a log in memory. */
public final class ControlRig implements AutoCloseable {

	public static final Tier LOCAL = new Tier(Kind.LOCAL_HUB, "pc2");

	public static final Tier PEER = new Tier(Kind.PEER_HUB, "mainpc");

	public static final Tier PUSHGATEWAY = new Tier(Kind.PUSHGATEWAY, "pc2");

	public static final Tier SPOOL = new Tier(Kind.SPOOL, "pc2");

	final ScriptedTier local = new ScriptedTier();

	final ScriptedTier peer = new ScriptedTier();

	final ScriptedTier pushgateway = new ScriptedTier();

	final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	final MutableClock wall = MutableClock.at(Instant.parse("2026-01-01T12:00:00Z"));

	public final WallClock clock = new WallClock(this.wall, System::nanoTime);

	public final LatestState latest = new LatestState();

	final ControlMeters meters = new ControlMeters(this.registry);

	final ObservationQueue queue = new ObservationQueue(256);

	/** What was done, in its order. */
	public final List<String> done = new CopyOnWriteArrayList<>();

	final List<Transition> stored = new CopyOnWriteArrayList<>();

	volatile boolean isDurable = true;

	public final Plan plan;

	public final OwnView own;

	public final PeerBook peers;

	public final Subscribers subscribers = new Subscribers(this.meters);

	public final Control control;

	final Probes probes;

	public ControlRig() {
		this(0, null);
	}

	ControlRig(long lastNumber, Observation.@Nullable Pin override) {
		Map<Tier, URI> endpoints = new LinkedHashMap<>();
		endpoints.put(LOCAL, this.local.url().resolve("/api/v1/write"));
		endpoints.put(PEER, this.peer.url().resolve("/api/v1/write"));
		endpoints.put(PUSHGATEWAY, this.pushgateway.url());
		this.plan = Plan.of("pc2", endpoints);
		this.own = new OwnView("pc2", this.latest, this.clock);
		this.peers = new PeerBook(this.plan, List.of("mainpc"), this.queue::add, this.clock, this.meters);
		this.probes = new Probes(this.plan, this.queue::add, this.latest::doubtAfterNanos, this.clock::nanos,
				this.meters, ServiceHttp.unprotected());
		PeerLinks links = new PeerLinks(new Machine("pc2"), Map.of(), this.own, this.peers, this.clock, this.meters,
				ServiceHttp.unprotected(), null);
		Engine engine = new Engine(EngineSettings.defaults());
		DecisionLog log = new Log(lastNumber, override);
		this.control = new Control((now) -> engine.begin(this.plan.tiers(), log.lastNumber(), log.override(), now),
				engine::step, new Control.Parts(this.queue, this.probes, log, this.route(), this.latest, this.clock,
						this.meters, links),
				List.of(this.subscribers));
	}

	/** Makes a rig whose decider is running. */
	public static ControlRig started() {
		ControlRig rig = new ControlRig();
		rig.control.start();
		return rig;
	}

	public RecordRoute route() {
		return new RecordRoute() {
			@Override
			public void use(Tier tier, String reason, Instant since) {
				ControlRig.this.done.add("use " + tier);
			}

			@Override
			public void twin(@Nullable Tier tier) {
				ControlRig.this.done.add("twin " + tier);
			}

			@Override
			public long backlogRecords() {
				return 7;
			}
		};
	}

	/** Returns where records were sent to last. */
	public Tier active() {
		return this.latest.get().map((state) -> state.route().tier()).orElse(SPOOL);
	}

	@Override
	public void close() {
		this.control.stop();
		this.probes.close();
		this.local.close();
		this.peer.close();
		this.pushgateway.close();
	}

	private final class Log implements DecisionLog {

		private final long lastNumber;

		private final Observation.@Nullable Pin override;

		private Log(long lastNumber, Observation.@Nullable Pin override) {
			this.lastNumber = lastNumber;
			this.override = override;
		}

		@Override
		public boolean store(List<Transition> transitions, Instant at, Duration within) {
			for (Transition transition : transitions) {
				ControlRig.this.stored.add(transition);
				ControlRig.this.done.add("store " + Words.of(transition.change()));
			}
			return ControlRig.this.isDurable;
		}

		@Override
		public long lastNumber() {
			return this.lastNumber;
		}

		@Override
		public Observation.@Nullable Pin override() {
			return this.override;
		}

	}

}
