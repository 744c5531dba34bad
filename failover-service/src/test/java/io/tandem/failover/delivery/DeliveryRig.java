package io.tandem.failover.delivery;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.gateway.RecordKind;
import io.tandem.failover.spool.Spool;
import io.tandem.failover.spool.SpoolListener;
import io.tandem.failover.spool.SpoolSettings;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.service.security.ServiceHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * A delivery of pc2 between a spool on the disk and two hubs. Bodies are lines of text
 * here; joining them is putting one behind the other.
 */
final class DeliveryRig implements AutoCloseable, DeliveryListener {

	static final Tier LOCAL = new Tier(Tier.Kind.LOCAL_HUB, "pc2");

	static final Tier PEER = new Tier(Tier.Kind.PEER_HUB, "mainpc");

	static final Tier PUSHGATEWAY = new Tier(Tier.Kind.PUSHGATEWAY, "pc2");

	static final Tier SPOOL = new Tier(Tier.Kind.SPOOL, "pc2");

	private static final SpoolSettings SETTINGS = new SpoolSettings(4096, 1 << 30, 0, 1 << 20, 4096,
			Duration.ofHours(1), 1 << 30);

	private final SimpleMeterRegistry registry;

	private final Spool spool;

	private final Tiers tiers;

	private final Delivery delivery;

	final RequestedRanges requested = new RequestedRanges();

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final List<Batch> shown = new CopyOnWriteArrayList<>();

	private volatile Batch.Joiner joiner = DeliveryRig::join;

	private volatile long doubtAfterNanos = Long.MAX_VALUE;

	private volatile @Nullable Tier detour;

	DeliveryRig(Path directory, URI local, URI peer, Duration maxLiveAge, SimpleMeterRegistry registry)
			throws IOException {
		this(directory, SETTINGS, properties(local, peer, maxLiveAge), registry);
	}

	DeliveryRig(Path directory, SpoolSettings settings, DeliveryProperties properties, SimpleMeterRegistry registry)
			throws IOException {
		this.registry = registry;
		this.spool = Spool.open(directory.resolve("spool"), settings, InstantSource.system(), SpoolListener.NONE);
		this.tiers = new Tiers("pc2", properties, (batch) -> {
			this.shown.add(batch);
			return CompletableFuture.completedFuture(new DeliveryOutcome.Accepted());
		}, ServiceHttp.unprotected());
		CurrentRoute route = Delivery.waiting("pc2", InstantSource.system());
		CurrentRoute twin = Delivery.waiting("pc2", InstantSource.system());
		Lanes lanes = new Lanes("pc2", this.spool, this.spool.deliveredBy("hub"), route, this.tiers, new Tries(this),
				(bodies) -> this.joiner.join(bodies), properties,
				new Refusals(this.spool, new RefusedRecords(directory.resolve("refused"), 1 << 20)),
				InstantSource.system(), new Random(7));
		this.delivery = new Delivery(this.spool, lanes.delivered(), this.tiers, route, twin,
				() -> LaneSet.of(lanes, twin, this.requested, registry, null), Duration.ofSeconds(2));
		this.delivery.bindTo(registry);
	}

	static DeliveryProperties properties(URI local, URI peer, Duration maxLiveAge) {
		return new DeliveryProperties(local, Map.of("mainpc", peer), URI.create("http://127.0.0.1:1"),
				Duration.ofMillis(500), Duration.ofMillis(700), DataSize.ofMegabytes(1), 200, 500, maxLiveAge,
				Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMinutes(1), Duration.ofMillis(50),
				DataSize.ofMegabytes(1));
	}

	DeliveryRig start(Tier tier) {
		this.delivery.use(tier, "test", Instant.EPOCH);
		this.delivery.start();
		return this;
	}

	DeliveryRig doubtAfter(Duration duration) {
		this.doubtAfterNanos = duration.toNanos();
		return this;
	}

	DeliveryRig detouringBy(@Nullable Tier tier) {
		this.detour = tier;
		return this;
	}

	DeliveryRig joining(Batch.Joiner joiner) {
		this.joiner = joiner;
		return this;
	}

	void use(Tier tier) {
		this.delivery.use(tier, "test", Instant.EPOCH);
	}

	Delivery delivery() {
		return this.delivery;
	}

	Spool spool() {
		return this.spool;
	}

	/** What the listener was told, one line each. */
	List<String> told() {
		return this.told;
	}

	/** What the Pushgateway was given. */
	List<Batch> shown() {
		return this.shown;
	}

	/** Appends records that are accepted now. */
	void append(int first, int last) {
		append(first, last, Duration.ZERO);
	}

	/** Appends records that were accepted so long ago. */
	void append(int first, int last, Duration age) {
		long acceptedAt = InstantSource.system().millis() - age.toMillis();
		for (int i = first; i <= last; i++) {
			var outcome = append(i, RecordKind.of(Protocol.REMOTE_WRITE), acceptedAt);
			if (i == last) {
				outcome.join();
			}
		}
	}

	CompletableFuture<?> append(int number, byte kind, long acceptedAt) {
		return this.spool.append(kind, acceptedAt, ("record " + number + "\n").getBytes(StandardCharsets.UTF_8));
	}

	void awaitDelivered(long sequence) {
		await().pollInterval(Duration.ofMillis(10)).until(() -> this.spool.delivered() >= sequence);
	}

	double count(String meter, String... tags) {
		return this.registry.find(meter).tags(tags).counters().stream().mapToDouble((counter) -> counter.count()).sum();
	}

	@Override
	public void ended(Tier tier, long startedAt, long endedAt, Result result) {
		this.told.add(tier + " "
				+ ((result instanceof Result.Failure(var kind, String detail)) ? kind + " " + detail : "SUCCESS"));
	}

	@Override
	public void overdue(Tier tier, long startedAt, long at) {
		this.told.add(tier + " OVERDUE");
	}

	@Override
	public long doubtAfterNanos(Tier tier) {
		return this.doubtAfterNanos;
	}

	@Override
	public @Nullable Tier detour(Tier from) {
		return this.detour;
	}

	static List<String> lines(ScriptedHub... hubs) {
		List<String> lines = new ArrayList<>();
		for (ScriptedHub hub : hubs) {
			hub.accepted().forEach((request) -> lines.addAll(linesOf(request)));
		}
		return lines;
	}

	static List<String> linesOf(ScriptedHub.Request request) {
		return new String(request.body(), StandardCharsets.UTF_8).lines().toList();
	}

	static List<String> expected(int first, int last) {
		return new ArrayList<>(IntStream.rangeClosed(first, last).mapToObj((i) -> "record " + i).toList());
	}

	static byte[] join(List<byte[]> bodies) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		bodies.forEach(joined::writeBytes);
		return joined.toByteArray();
	}

	/** Ends as a service that is stopped does. */
	@Override
	public void close() throws IOException {
		this.delivery.stop();
		this.tiers.close();
		this.spool.close();
	}

}
