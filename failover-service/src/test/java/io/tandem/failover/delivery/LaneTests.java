package io.tandem.failover.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.failover.delivery.ScriptedHub.Answer;
import io.tandem.failover.gateway.RecordKind;
import io.tandem.failover.spool.Gap;
import io.tandem.failover.spool.Spool;
import io.tandem.failover.spool.SpoolListener;
import io.tandem.failover.spool.SpoolSettings;
import io.tandem.ingest.PushedRecord.Protocol;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Bodies are lines of text here; joining them is putting one behind the other. */
class LaneTests {

	private static final SpoolSettings SETTINGS = new SpoolSettings(4096, 1 << 30, 0, 1 << 20, 4096,
			Duration.ofHours(1), 1 << 30);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final List<AutoCloseable> open = new ArrayList<>();

	@TempDir
	Path directory;

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable closeable : this.open.reversed()) {
			closeable.close();
		}
	}

	@Test
	void deliversEveryRecordOnceInOrderAndNamesItsRange() throws Exception {
		ScriptedHub hub = hub();
		Spool spool = spool();
		append(spool, 1, 450);
		start(spool, hub.address());
		awaitDelivered(spool, 450);
		assertThat(lines(hub)).isEqualTo(expected(1, 450));
		long next = 1;
		for (ScriptedHub.Request request : hub.accepted()) {
			assertThat(request.range().origin()).isEqualTo("pc2");
			assertThat(request.range().epoch()).isEqualTo(spool.epoch());
			assertThat(request.range().first()).isEqualTo(next);
			assertThat(request.range().count()).isLessThanOrEqualTo(200);
			assertThat(linesOf(request)).hasSize((int) request.range().count());
			assertThat(request.acceptedAt()).isEqualTo(Long.toString(1000 + request.range().first()));
			assertThat(request.protocol()).isEqualTo("REMOTE_WRITE");
			next = request.range().last() + 1;
		}
		append(spool, 451, 460);
		awaitDelivered(spool, 460);
		assertThat(lines(hub)).isEqualTo(expected(1, 460));
	}

	@Test
	void aBatchKeepsItsBoundariesUntilItIsTaken() throws Exception {
		Answer[] answers = { Answer.status(503), Answer.hanging(), Answer.status(500), Answer.status(429),
				Answer.status(404), Answer.status(401) };
		ScriptedHub hub = hub()
			.answering((request, earlier) -> (earlier < answers.length) ? answers[earlier] : Answer.status(204));
		Spool spool = spool();
		append(spool, 1, 5);
		start(spool, hub.address());
		await().until(() -> hub.requests().size() >= 2);
		append(spool, 6, 9);
		awaitDelivered(spool, 9);
		assertThat(hub.requests().subList(0, answers.length + 1)).extracting((request) -> request.range().messageId())
			.containsOnly("pc2/" + spool.epoch() + "/1-5");
		assertThat(lines(hub)).isEqualTo(expected(1, 9));
		assertThat(spool.gaps(10)).isEmpty();
	}

	@Test
	void retryAfterIsObeyed() throws Exception {
		ScriptedHub hub = hub()
			.answering((request, earlier) -> (earlier == 0) ? Answer.later(503, "1") : Answer.status(204));
		Spool spool = spool();
		append(spool, 1, 1);
		start(spool, hub.address());
		awaitDelivered(spool, 1);
		assertThat(hub.requests().get(1).atNanos() - hub.requests().get(0).atNanos())
			.isGreaterThanOrEqualTo(Duration.ofMillis(990).toNanos());
	}

	@Test
	void onlyTheRefusedRecordIsSkippedAndItIsPutOnRecord() throws Exception {
		ScriptedHub hub = hub().answering((request, earlier) -> linesOf(request).contains("record 13")
				? Answer.rejected(400, "no \"such\" thing") : Answer.status(204));
		Spool spool = spool();
		append(spool, 1, 50);
		start(spool, hub.address());
		awaitDelivered(spool, 50);
		List<String> others = expected(1, 50);
		others.remove("record 13");
		assertThat(lines(hub)).isEqualTo(others);
		assertThat(spool.gaps(10)).singleElement().satisfies((gap) -> {
			assertThat(gap.first()).isEqualTo(13);
			assertThat(gap.last()).isEqualTo(13);
			assertThat(gap.reason()).isEqualTo(Gap.Reason.REFUSED);
			assertThat(gap.detail()).isEqualTo("400 no \"such\" thing");
		});
		assertThat(Files.list(this.directory.resolve("refused"))).singleElement()
			.satisfies((file) -> assertThat(file).hasContent("record 13"));
		assertThat(this.registry.counter("tandem.delivery.refused", "lane", "live").count()).isEqualTo(1);
	}

	@Test
	void anOutageAndARestartLoseNothingAndKeepTheOrder() throws Exception {
		int port = ScriptedHub.freePort();
		URI address = URI.create("http://127.0.0.1:" + port + "/api/v1/write");
		Spool first = spool();
		append(first, 1, 300);
		Lane lane = start(first, address);
		await().until(() -> this.registry.find("tandem.delivery.retries").tag("reason", "refused").counter() != null);
		lane.stop();
		close();
		this.open.clear();
		Spool second = spool();
		append(second, 301, 400);
		start(second, address);
		ScriptedHub hub = new ScriptedHub(port);
		this.open.add(hub);
		append(second, 401, 500);
		awaitDelivered(second, 500);
		close();
		this.open.clear();
		Spool third = spool();
		append(third, 501, 600);
		ScriptedHub again = new ScriptedHub(port);
		this.open.add(again);
		start(third, address);
		awaitDelivered(third, 600);
		assertThat(lines(hub)).isEqualTo(expected(1, 500));
		assertThat(lines(again)).isEqualTo(expected(501, 600));
	}

	@Test
	void recordsOfBothProtocolsTravelTogetherUnderNoProtocol() throws Exception {
		ScriptedHub hub = hub();
		Spool spool = spool();
		append(spool, 1, 1);
		spool.append(RecordKind.of(Protocol.PUSHGATEWAY), 5, "record 2\n".getBytes()).join();
		start(spool, hub.address());
		awaitDelivered(spool, 2);
		assertThat(hub.accepted()).singleElement().satisfies((request) -> {
			assertThat(request.protocol()).isNull();
			assertThat(request.acceptedAt()).isEqualTo("5");
		});
	}

	@Test
	void aStopDoesNotWaitForTheHubToComeBack() throws Exception {
		Spool spool = spool();
		append(spool, 1, 3);
		CountDownLatch ended = new CountDownLatch(1);
		Lane lane = lane(spool, URI.create("http://127.0.0.1:" + ScriptedHub.freePort() + "/api/v1/write"));
		Thread thread = Thread.ofVirtual().start(() -> {
			lane.run();
			ended.countDown();
		});
		await().until(() -> this.registry.find("tandem.delivery.retries").counter() != null);
		lane.stop();
		assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
		assertThat(ended.getCount()).isZero();
		assertThat(spool.delivered()).isZero();
	}

	@Test
	void backOffDoublesUpToItsBoundWithJitter() {
		BackOff backOff = new BackOff(Duration.ofMillis(50), Duration.ofSeconds(2));
		Random random = new Random(1);
		for (int failures = 1; failures < 100; failures++) {
			long bound = Math.min(2000, 50L << Math.min(failures - 1, 10));
			assertThat(backOff.after(failures, random).toMillis()).isBetween(bound / 2, bound);
		}
	}

	@Test
	void refusedCopiesAreBounded() throws Exception {
		RefusedRecords refused = new RefusedRecords(this.directory.resolve("bounded"), 100);
		for (int i = 1; i <= 20; i++) {
			refused.keep("e", new io.tandem.failover.spool.SpoolRecord(i, 0, (byte) 1, new byte[30],
					io.tandem.failover.spool.Position.START));
		}
		assertThat(Files.list(this.directory.resolve("bounded"))).hasSize(3)
			.anyMatch((file) -> file.toString().endsWith("e-00000000000000000020.snappy"));
	}

	private ScriptedHub hub() throws Exception {
		ScriptedHub hub = new ScriptedHub();
		this.open.add(hub);
		return hub;
	}

	private Spool spool() throws Exception {
		Spool spool = Spool.open(this.directory.resolve("spool"), SETTINGS, InstantSource.system(), SpoolListener.NONE);
		this.open.add(spool);
		return spool;
	}

	private Lane start(Spool spool, URI address) throws Exception {
		Lane lane = lane(spool, address);
		Thread thread = Thread.ofPlatform().daemon().start(lane);
		this.open.add(() -> {
			lane.stop();
			thread.join();
		});
		return lane;
	}

	private Lane lane(Spool spool, URI address) throws Exception {
		DeliveryProperties properties = new DeliveryProperties(address, Duration.ofMillis(500), Duration.ofMillis(500),
				DataSize.ofMegabytes(1), 200, Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMinutes(1),
				Duration.ofMillis(50), DataSize.ofMegabytes(1));
		HttpReceiver receiver = new HttpReceiver(address, properties.connectTimeout(), properties.requestTimeout());
		this.open.add(receiver);
		return new Lane("pc2", spool, spool.cursor("hub"), receiver, LaneTests::join, properties,
				new RefusedRecords(this.directory.resolve("refused"), 1 << 20),
				new DeliveryMeters(this.registry, "live"), new CurrentRoute(InstantSource.system()), new Random(7));
	}

	private static byte[] join(List<byte[]> bodies) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		bodies.forEach(joined::writeBytes);
		return joined.toByteArray();
	}

	private static void append(Spool spool, int first, int last) {
		for (int i = first; i <= last; i++) {
			var outcome = spool.append(RecordKind.of(Protocol.REMOTE_WRITE), 1000 + i,
					("record " + i + "\n").getBytes(StandardCharsets.UTF_8));
			if (i == last) {
				outcome.join();
			}
		}
	}

	private static void awaitDelivered(Spool spool, long sequence) {
		await().until(() -> spool.delivered() == sequence);
	}

	private static List<String> lines(ScriptedHub hub) {
		return hub.accepted().stream().flatMap((request) -> linesOf(request).stream()).toList();
	}

	private static List<String> linesOf(ScriptedHub.Request request) {
		return new String(request.body(), StandardCharsets.UTF_8).lines().toList();
	}

	private static List<String> expected(int first, int last) {
		return new ArrayList<>(IntStream.rangeClosed(first, last).mapToObj((i) -> "record " + i).toList());
	}

}
