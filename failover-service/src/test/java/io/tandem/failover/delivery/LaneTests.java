package io.tandem.failover.delivery;

import static io.tandem.failover.delivery.DeliveryRig.LOCAL;
import static io.tandem.failover.delivery.DeliveryRig.PEER;
import static io.tandem.failover.delivery.DeliveryRig.PUSHGATEWAY;
import static io.tandem.failover.delivery.DeliveryRig.SPOOL;
import static io.tandem.failover.delivery.DeliveryRig.expected;
import static io.tandem.failover.delivery.DeliveryRig.lines;
import static io.tandem.failover.delivery.DeliveryRig.linesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.failover.delivery.ScriptedHub.Answer;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.spool.Gap;
import io.tandem.failover.spool.Position;
import io.tandem.failover.spool.SpoolRecord;
import io.tandem.wire.identity.SequenceRange;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaneTests {

	private static final Duration LONG_AGO = Duration.ofMinutes(2);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private ScriptedHub local;

	private ScriptedHub peer;

	private DeliveryRig rig;

	@TempDir
	Path directory;

	@BeforeEach
	void open() throws Exception {
		this.local = new ScriptedHub();
		this.peer = new ScriptedHub();
		this.rig = rig(this.local.address());
	}

	@AfterEach
	void close() throws Exception {
		this.rig.close();
		this.local.close();
		this.peer.close();
	}

	private DeliveryRig rig(URI hub) throws Exception {
		return rig(hub, Duration.ofSeconds(1));
	}

	private DeliveryRig rig(URI hub, Duration maxLiveAge) throws Exception {
		return new DeliveryRig(this.directory, hub, this.peer.address(), maxLiveAge, this.registry);
	}

	/**
	 * Makes the lane patient, where a machine that is only slow must not change a thing.
	 */
	private void neverTooOld() throws Exception {
		this.rig.close();
		this.rig = rig(this.local.address(), Duration.ofMinutes(1));
	}

	@Test
	void newRecordsAreDeliveredOnceInOrderAndNamed() throws Exception {
		neverTooOld();
		this.rig.start(LOCAL);
		this.rig.append(1, 450);
		this.rig.awaitDelivered(450);
		assertThat(lines(this.local)).isEqualTo(expected(1, 450));
		long next = 1;
		for (ScriptedHub.Request request : this.local.accepted()) {
			assertThat(request.range().origin()).isEqualTo("pc2");
			assertThat(request.range().epoch()).isEqualTo(this.rig.spool().epoch());
			assertThat(request.range().first()).isEqualTo(next);
			assertThat(request.range().count()).isLessThanOrEqualTo(200);
			assertThat(linesOf(request)).hasSize((int) request.range().count());
			assertThat(request.protocol()).isEqualTo("REMOTE_WRITE");
			assertThat(request.lane()).isNull();
			next = request.range().last() + 1;
		}
		this.rig.append(451, 460);
		this.rig.awaitDelivered(460);
		assertThat(lines(this.local)).isEqualTo(expected(1, 460));
		assertThat(this.rig.told()).isNotEmpty().containsOnly("local-hub/pc2 SUCCESS");
		assertThat(this.rig.count("tandem.delivery.records", "lane", "live", "tier", "local-hub")).isEqualTo(460);
	}

	@Test
	void whatAMachineAsksForAgainGoesToItsOwnHub() throws Exception {
		neverTooOld();
		this.rig.start(LOCAL);
		this.rig.append(1, 30);
		this.rig.awaitDelivered(30);
		this.peer.answering((request, earlier) -> Answer.status((earlier < 2) ? 503 : 204));
		assertThat(this.rig.requested.add("mainpc",
				List.of(new SequenceRange(5, 8), new SequenceRange(12, 12), new SequenceRange(30, 40))))
			.isEmpty();
		await().until(() -> this.rig.requested.pending().isEmpty());
		assertThat(lines(this.peer)).containsExactly("record 5", "record 6", "record 7", "record 8", "record 12",
				"record 30");
		assertThat(this.peer.accepted()).allSatisfy((request) -> assertThat(request.lane()).isEqualTo("BACKLOG"));
		assertThat(this.rig.requested.sent()).isEqualTo(6);
		assertThat(lines(this.local)).isEqualTo(expected(1, 30));
	}

	@Test
	void moreRangesThanThereIsRoomForAreToBeAskedForLater() {
		List<SequenceRange> many = LongStream.rangeClosed(1, RequestedRanges.MOST + 2)
			.mapToObj((i) -> new SequenceRange(3 * i, 3 * i))
			.toList();
		assertThat(new RequestedRanges().add("mainpc", many))
			.isEqualTo(many.subList(RequestedRanges.MOST, many.size()));
	}

	@Test
	void nothingIsSentUntilSomebodyHasDecidedWhere() throws Exception {
		this.rig.delivery().start();
		this.rig.append(1, 3);
		await().during(Duration.ofMillis(150)).until(() -> this.local.requests().isEmpty());
		assertThat(this.rig.delivery().status().tier()).isEqualTo(SPOOL);
		assertThat(this.rig.delivery().status().backlogRecords()).isEqualTo(3);
		this.rig.use(LOCAL);
		this.rig.awaitDelivered(3);
		RouteStatus status = this.rig.delivery().status();
		assertThat(status.tier()).isEqualTo(LOCAL);
		assertThat(status.reason()).isEqualTo("test");
		assertThat(status.urls().keySet()).containsExactly(LOCAL, PEER, PUSHGATEWAY);
		assertThat(status.backlogRecords()).isZero();
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.rig.use(new Tier(Tier.Kind.PEER_HUB, "pc9")))
			.withMessageContaining("peer-hub/pc9");
	}

	@Test
	void aBatchKeepsItsBoundariesWhileItIsTriedAgain() throws Exception {
		neverTooOld();
		Answer[] answers = { Answer.status(503), Answer.status(500), Answer.status(429), Answer.status(404),
				Answer.status(401) };
		this.local.answering((request, earlier) -> (earlier < answers.length) ? answers[earlier] : Answer.status(204));
		this.rig.start(LOCAL);
		this.rig.append(1, 1);
		await().until(() -> this.local.requests().size() >= 2);
		this.rig.append(2, 9);
		this.rig.awaitDelivered(9);
		assertThat(this.local.requests().subList(0, answers.length + 1))
			.extracting((request) -> request.range().messageId())
			.containsOnly("pc2/" + this.rig.spool().epoch() + "/1-1");
		assertThat(lines(this.local)).isEqualTo(expected(1, 9));
		assertThat(this.rig.told()).startsWith("local-hub/pc2 STATUS status-503", "local-hub/pc2 STATUS status-500");
		assertThat(this.rig.count("tandem.delivery.retries", "tier", "local-hub", "reason", "status-503")).isEqualTo(1);
	}

	@Test
	void retryAfterIsObeyedUnlessRecordsGoElsewhere() throws Exception {
		this.local.answering((request, earlier) -> switch (earlier) {
			case 0 -> Answer.later(503, "1");
			case 1 -> Answer.status(204);
			default -> Answer.later(503, "60");
		});
		this.rig.start(LOCAL);
		this.rig.append(1, 1);
		this.rig.awaitDelivered(1);
		assertThat(this.local.requests().get(1).atNanos() - this.local.requests().get(0).atNanos())
			.isGreaterThanOrEqualTo(Duration.ofMillis(990).toNanos());
		this.rig.append(2, 2);
		await().until(() -> this.local.requests().size() == 3);
		long switched = System.nanoTime();
		this.rig.use(PEER);
		this.rig.awaitDelivered(2);
		assertThat(this.peer.accepted().getFirst().atNanos() - switched).isLessThan(Duration.ofMillis(500).toNanos());
	}

	@Test
	void aTryAtATierThatIsLeftIsGivenUpAndItsRecordsGoToTheNextAtOnce() throws Exception {
		neverTooOld();
		this.local.answering((request, earlier) -> Answer.hanging());
		this.rig.doubtAfter(Duration.ofMillis(50)).start(LOCAL);
		this.rig.append(1, 1);
		await().until(() -> !this.rig.told().isEmpty());
		this.rig.append(2, 5);
		long switched = System.nanoTime();
		this.rig.use(PEER);
		this.rig.awaitDelivered(5);
		assertThat(this.peer.accepted().getFirst().atNanos() - switched).isLessThan(Duration.ofMillis(500).toNanos());
		assertThat(this.peer.accepted().getFirst().range()).isEqualTo(this.local.requests().getFirst().range());
		assertThat(lines(this.peer)).isEqualTo(expected(1, 5));
		assertThat(this.rig.told()).startsWith("local-hub/pc2 OVERDUE", "peer-hub/mainpc SUCCESS")
			.doesNotContain("local-hub/pc2 SUCCESS", "local-hub/pc2 TIMEOUT timeout");
		assertThat(this.rig.count("tandem.delivery.given.up", "lane", "live", "tier", "local-hub")).isEqualTo(1);
	}

	@Test
	void eachKindOfFailureIsToldAsWhatItIs() throws Exception {
		this.rig.close();
		this.rig = rig(URI.create("http://127.0.0.1:" + ScriptedHub.freePort() + "/api/v1/write")).start(LOCAL);
		this.rig.append(1, 1);
		await().until(() -> this.rig.told().contains("local-hub/pc2 REFUSED refused"));
		this.peer.answering((request, earlier) -> (earlier == 0) ? Answer.hanging() : Answer.broken());
		this.rig.use(PEER);
		await().until(() -> this.rig.told().contains("peer-hub/mainpc TIMEOUT timeout"));
		this.rig.append(2, 2);
		await().until(() -> this.rig.told().contains("peer-hub/mainpc BROKEN broken"));
		assertThat(this.rig.delivery().status().liveAge()).isPositive();
	}

	@Test
	void whileItsHubSaysNoANewRecordGoesToTheOtherOneAtOnce() throws Exception {
		this.local.answering((request, earlier) -> Answer.status(503));
		this.rig.detouringBy(PEER).start(LOCAL);
		this.rig.append(1, 1);
		this.rig.awaitDelivered(1);
		this.rig.append(2, 2);
		this.rig.awaitDelivered(2);
		assertThat(lines(this.peer)).containsExactly("record 1", "record 2");
		assertThat(this.rig.told()).containsExactly("local-hub/pc2 STATUS status-503", "peer-hub/mainpc SUCCESS",
				"local-hub/pc2 STATUS status-503", "peer-hub/mainpc SUCCESS");
		this.local.answering((request, earlier) -> Answer.status(204));
		this.rig.append(3, 3);
		this.rig.awaitDelivered(3);
		assertThat(lines(this.local)).containsExactly("record 3");
	}

	@Test
	void aHubWithTooMuchToDoIsWaitedFor() throws Exception {
		this.local.answering((request, earlier) -> Answer.status((earlier == 0) ? 429 : 204));
		this.rig.detouringBy(PEER).start(LOCAL);
		this.rig.append(1, 1);
		this.rig.awaitDelivered(1);
		assertThat(lines(this.peer)).isEmpty();
	}

	@Test
	void whereTheOtherHubSaysNoTooARecordWaits() throws Exception {
		this.local.answering((request, earlier) -> Answer.status((earlier < 3) ? 503 : 204));
		this.peer.answering((request, earlier) -> Answer.broken());
		this.rig.detouringBy(PEER).start(LOCAL);
		this.rig.append(1, 1);
		this.rig.awaitDelivered(1);
		assertThat(lines(this.local)).containsExactly("record 1");
		assertThat(this.peer.requests()).hasSize(3);
	}

	@Test
	void afterAnOutageTheNewestComeFirstAndTheRestFollows() throws Exception {
		this.rig.start(SPOOL);
		this.rig.append(1, 2000, LONG_AGO);
		this.rig.append(2001, 2001);
		this.rig.use(LOCAL);
		this.rig.awaitDelivered(2001);
		assertThat(linesOf(this.local.accepted().getFirst())).contains("record 2001").doesNotContain("record 1");
		assertThat(lines(this.local)).containsExactlyInAnyOrderElementsOf(expected(1, 2001));
		assertThat(this.local.accepted().getFirst().lane()).isNull();
		assertThat(this.local.accepted()).filteredOn((request) -> linesOf(request).contains("record 1"))
			.extracting(ScriptedHub.Request::lane)
			.containsExactly("BACKLOG");
		List<String> backlog = lines(this.local);
		backlog.removeAll(linesOf(this.local.accepted().getFirst()));
		assertThat(backlog).isNotEmpty().isEqualTo(expected(1, 2001).subList(0, backlog.size()));
		assertThat(this.rig.count("tandem.delivery.left", "lane", "live")).isPositive();
	}

	@Test
	void aRecordThatGetsTooOldBehindAFailingHubIsLeftToTheBacklog() throws Exception {
		this.local.answering((request, earlier) -> Answer.status(503));
		this.rig.start(LOCAL);
		this.rig.append(1, 1, Duration.ofMillis(900));
		await().until(() -> this.local.requests().size() >= 2);
		this.rig.append(2, 2);
		await().until(() -> this.rig.count("tandem.delivery.left") == 1);
		await().until(() -> this.local.requests().getLast().range().first() == 2);
		int before = this.local.requests().size();
		this.local.answering((request, earlier) -> Answer.status(204));
		this.rig.awaitDelivered(2);
		assertThat(linesOf(this.local.accepted().getFirst())).containsExactly("record 2");
		assertThat(this.local.requests().subList(0, before)).noneMatch((request) -> request.range().count() > 1);
		assertThat(lines(this.local)).containsExactlyInAnyOrder("record 1", "record 2");
	}

	@Test
	void anOutageAndARestartLoseNothingAndTheNewestComeFirst() throws Exception {
		int port = ScriptedHub.freePort();
		URI address = URI.create("http://127.0.0.1:" + port + "/api/v1/write");
		this.rig.close();
		this.rig = rig(address).start(LOCAL);
		this.rig.append(1, 300);
		await().until(() -> this.rig.count("tandem.delivery.retries", "reason", "refused") > 0);
		this.rig.close();
		this.rig = rig(address).start(LOCAL);
		this.rig.append(301, 400, LONG_AGO);
		this.rig.append(401, 401);
		double failed = this.rig.count("tandem.delivery.retries", "lane", "live");
		await().until(() -> this.rig.count("tandem.delivery.retries", "lane", "live") > failed + 1);
		try (ScriptedHub hub = new ScriptedHub(port)) {
			await().until(() -> lines(hub).contains("record 401"));
			assertThat(linesOf(hub.accepted().getFirst())).contains("record 401").doesNotContain("record 300");
			this.rig.append(402, 500);
			this.rig.awaitDelivered(500);
			assertThat(lines(hub)).containsExactlyInAnyOrderElementsOf(expected(1, 500));
		}
		this.rig.close();
		this.rig = rig(this.local.address()).start(LOCAL);
		this.rig.append(501, 600);
		this.rig.awaitDelivered(600);
		assertThat(lines(this.local)).isEqualTo(expected(501, 600));
	}

	@Test
	void aKillInTheMiddleOfADrainDeliversAgainButMissesNothing() throws Exception {
		this.local.answering((request, earlier) -> (earlier < 12) ? Answer.status(204) : Answer.status(503));
		this.rig.start(SPOOL);
		this.rig.append(1, 1000, LONG_AGO);
		this.rig.append(1001, 1001);
		this.rig.use(LOCAL);
		await().until(() -> this.local.requests().size() >= 13);
		Path spool = this.directory.resolve("spool");
		await().until(() -> Files.exists(spool.resolve("cursor-hub")) && Files.exists(spool.resolve("delivered-hub")));
		byte[] cursor = Files.readAllBytes(spool.resolve("cursor-hub"));
		byte[] islands = Files.readAllBytes(spool.resolve("delivered-hub"));
		this.local
			.answering((request, earlier) -> (request.range().first() < 600) ? Answer.status(204) : Answer.status(503));
		await().until(() -> this.rig.spool().delivered() > 400);
		this.rig.close();
		for (boolean newIslands : new boolean[] { true, false }) {
			Files.write(spool.resolve("cursor-hub"), cursor);
			if (!newIslands) {
				Files.write(spool.resolve("delivered-hub"), islands);
			}
			try (ScriptedHub hub = new ScriptedHub(); DeliveryRig again = rig(hub.address()).start(LOCAL)) {
				again.awaitDelivered(1001);
				assertThat(Set.copyOf(lines(this.local, hub))).hasSize(1001);
			}
		}
		this.rig = rig(this.local.address());
		assertThat(this.rig.delivery().status().backlogRecords()).isZero();
	}

	@Test
	void onlyTheRefusedRecordIsSkippedAndItIsPutOnRecord() throws Exception {
		this.local.answering(
				(request, earlier) -> linesOf(request).stream().anyMatch(Set.of("record 13", "record 77")::contains)
						? Answer.rejected(400, "no \"such\" thing") : Answer.status(204));
		this.rig.append(1, 50, LONG_AGO);
		this.rig.start(LOCAL);
		this.rig.append(51, 100);
		this.rig.awaitDelivered(100);
		List<String> others = expected(1, 100);
		others.removeAll(List.of("record 13", "record 77"));
		assertThat(lines(this.local)).containsExactlyInAnyOrderElementsOf(others);
		assertThat(this.rig.spool().gaps(10)).extracting(Gap::first).containsExactlyInAnyOrder(13L, 77L);
		assertThat(this.rig.spool().gaps(10)).allSatisfy((gap) -> {
			assertThat(gap.last()).isEqualTo(gap.first());
			assertThat(gap.reason()).isEqualTo(Gap.Reason.REFUSED);
			assertThat(gap.detail()).isEqualTo("400 no \"such\" thing");
		});
		try (var files = Files.list(this.directory.resolve("refused"))) {
			assertThat(files).hasSize(2).anySatisfy((file) -> assertThat(file).hasContent("record 13"));
		}
		assertThat(this.rig.count("tandem.delivery.refused")).isEqualTo(2);
	}

	@Test
	void whatAPushgatewayShowsIsDeliveredByTheBacklogLater() throws Exception {
		this.rig.start(PUSHGATEWAY);
		this.rig.append(1, 20);
		await().until(() -> !this.rig.shown().isEmpty() && this.rig.shown().getLast().range().last() == 20);
		assertThat(this.rig.spool().delivered()).isZero();
		assertThat(this.rig.delivery().status().backlogRecords()).isEqualTo(20);
		this.rig.use(LOCAL);
		this.rig.append(21, 30);
		this.rig.awaitDelivered(30);
		assertThat(lines(this.local)).containsExactlyInAnyOrderElementsOf(expected(1, 30));
	}

	@Test
	void theBacklogStandsBackWhileTheLiveLaneHasTrouble() throws Exception {
		this.local.answering((request, earlier) -> linesOf(request).contains("record 1001") ? Answer.status(503)
				: Answer.status(204));
		this.rig.append(1, 1000, LONG_AGO);
		this.rig.start(SPOOL);
		this.rig.append(1001, 1001);
		this.rig.use(LOCAL);
		await().until(() -> this.local.requests().size() > 3);
		int accepted = this.local.accepted().size();
		await().during(Duration.ofMillis(300)).until(() -> this.local.accepted().size() == accepted);
		this.local.answering((request, earlier) -> Answer.status(204));
		this.rig.awaitDelivered(1001);
	}

	@Test
	void whatWasLostAndRecordedSoHoldsNothingUp() throws Exception {
		for (int first = 1; first <= 300; first += 50) {
			this.rig.append(first, first + 49, LONG_AGO);
		}
		try (var files = Files.newDirectoryStream(this.directory.resolve("spool"), "*.segment")) {
			Path second = StreamSupport.stream(files.spliterator(), false).sorted().toList().get(1);
			byte[] bytes = Files.readAllBytes(second);
			bytes[bytes.length / 2] ^= 1;
			Files.write(second, bytes);
		}
		this.rig.start(LOCAL);
		this.rig.awaitDelivered(300);
		List<Gap> gaps = this.rig.spool().gaps(10);
		assertThat(gaps).hasSize(1);
		List<String> others = expected(1, 300);
		for (long lost = gaps.getFirst().first(); lost <= gaps.getFirst().last(); lost++) {
			others.remove("record " + lost);
		}
		assertThat(lines(this.local)).containsExactlyInAnyOrderElementsOf(others);
	}

	@Test
	void aStopDoesNotWaitForTheHubToComeBack() throws Exception {
		this.local.answering((request, earlier) -> Answer.later(503, "60"));
		this.rig.start(LOCAL);
		this.rig.append(1, 3);
		await().until(() -> this.rig.count("tandem.delivery.retries") > 0);
		long start = System.nanoTime();
		this.rig.delivery().stop();
		assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(1).toNanos());
		assertThat(this.rig.delivery().isRunning()).isFalse();
		this.local.answering((request, earlier) -> Answer.status(204));
		this.rig.delivery().start();
		this.rig.awaitDelivered(3);
	}

	@Test
	void refusedCopiesAreBounded() throws Exception {
		RefusedRecords refused = new RefusedRecords(this.directory.resolve("bounded"), 100);
		for (int i = 1; i <= 20; i++) {
			refused.keep("e", new SpoolRecord(i, 0, (byte) 1, new byte[30], Position.START));
		}
		try (var files = Files.list(this.directory.resolve("bounded"))) {
			assertThat(files).hasSize(3).anyMatch((file) -> file.toString().endsWith("e-00000000000000000020.snappy"));
		}
	}

}
