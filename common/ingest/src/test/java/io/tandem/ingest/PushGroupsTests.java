package io.tandem.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.ingest.PushedMetrics.PushedSample;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class PushGroupsTests {

	private static final Labels GROUP = Labels.of(Map.of("job", "backup"));

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final InstantSource clock = () -> this.now;

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final PushGroups groups = groups(1000, 10_000);

	@Test
	void aPushHasItsSamplesAndItsTimes() {
		assertThat(values(push(GROUP, true, Map.of("a", 1.0)))).isEqualTo(Map.of("push_time_seconds{job=\"backup\"}",
				1767225600.0, "push_failure_time_seconds{job=\"backup\"}", 0.0, "a{job=\"backup\"}", 1.0));
	}

	@Test
	void replacingEndsWhatIsNoLongerThere() {
		push(GROUP, true, Map.of("a", 1.0, "b", 2.0));
		assertThat(values(push(GROUP, true, Map.of("b", 3.0)))).containsEntry("a{job=\"backup\"}", "stale")
			.containsEntry("b{job=\"backup\"}", 3.0);
		assertThat(values(push(GROUP, true, Map.of("b", 3.0)))).doesNotContainKey("a{job=\"backup\"}");
	}

	@Test
	void replacingByNothingLeavesThePushTimes() {
		push(GROUP, true, Map.of("a", 1.0));
		assertThat(values(push(GROUP, true, Map.of()))).containsOnlyKeys("push_time_seconds{job=\"backup\"}",
				"push_failure_time_seconds{job=\"backup\"}", "a{job=\"backup\"}");
		assertThat(this.groups.seriesCount()).isEqualTo(2);
	}

	@Test
	void updatingEndsOnlySeriesOfThePushedFamilies() {
		PushedMetrics first = metrics(Map.of("h_bucket", "h", "h_count", "h", "b", "b"));
		push(GROUP, false, first);
		Map<String, Object> second = values(push(GROUP, false, metrics(Map.of("h", "h"))));
		assertThat(second).containsEntry("h_bucket{job=\"backup\"}", "stale")
			.containsEntry("h_count{job=\"backup\"}", "stale")
			.doesNotContainKey("b{job=\"backup\"}");
		assertThat(values(push(GROUP, true, Map.of()))).containsEntry("b{job=\"backup\"}", "stale")
			.containsEntry("h{job=\"backup\"}", "stale");
	}

	@Test
	void deletingEndsEverythingAndIsRememberedForItsTime() {
		push(GROUP, true, Map.of("a", 1.0));
		PushedGroup.Change deleted = delete(GROUP);
		assertThat(values(deleted)).hasSize(3).allSatisfy((series, value) -> assertThat(value).isEqualTo("stale"));
		assertThat(this.groups.get(GROUP).isDeleted()).isTrue();
		assertThat(this.groups.seriesCount()).isZero();
		assertThat(push(GROUP, true, Map.of("a", 1.0)).after().lastMillis())
			.isGreaterThan(deleted.after().lastMillis());
	}

	@Test
	void timesOfAGroupGoForwardWhateverTheClockDoes() {
		long first = push(GROUP, true, Map.of("a", 1.0)).after().lastMillis();
		long sameInstant = push(GROUP, true, Map.of("a", 2.0)).after().lastMillis();
		this.now = this.now.minusSeconds(30);
		long clockBack = push(GROUP, true, Map.of("a", 3.0)).after().lastMillis();
		assertThat(first).isEqualTo(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
		assertThat(sameInstant).isEqualTo(first + 1);
		assertThat(clockBack).isEqualTo(first + 2);
		this.now = this.now.minus(Duration.ofHours(1));
		assertThat(push(GROUP, true, Map.of("a", 4.0)).after().lastMillis()).isEqualTo(this.now.toEpochMilli());
	}

	@Test
	void aFailureGoesOutWithTheNextAcceptedPush() {
		this.groups.failed(GROUP);
		assertThat(this.groups.groupCount()).isZero();
		push(GROUP, true, Map.of("a", 1.0));
		this.now = this.now.plusSeconds(5);
		this.groups.failed(GROUP);
		this.now = this.now.plusSeconds(5);
		assertThat(values(push(GROUP, true, Map.of("a", 1.0))))
			.containsEntry("push_failure_time_seconds{job=\"backup\"}", 1767225605.0)
			.containsEntry("push_time_seconds{job=\"backup\"}", 1767225610.0);
	}

	@Test
	void aGroupIsForgottenWhenItsSeriesHaveEndedByThemselves() {
		push(GROUP, true, Map.of("a", 1.0));
		this.now = this.now.plus(Duration.ofMinutes(5)).plusMillis(1);
		assertThat(this.groups.get(GROUP)).isEqualTo(PushedGroup.unknown(GROUP));
		assertThat(this.groups.groupCount()).isZero();
		assertThat(this.groups.seriesCount()).isZero();
		assertThat(this.meters.get("tandem.ingest.groups.overflowed").counter().count()).isZero();
	}

	@Test
	void theGroupsPushedLongestAgoMakeRoom() {
		PushGroups few = groups(3, 100);
		List<Labels> keys = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			keys.add(Labels.of(Map.of("job", "job" + i)));
			push(few, keys.get(i), true, metrics(Map.of("a", "a")));
			push(few, keys.get(0), true, metrics(Map.of("a", "a")));
		}
		assertThat(few.groupCount()).isEqualTo(3);
		assertThat(few.get(keys.get(1)).isDeleted()).isTrue();
		assertThat(few.get(keys.get(0)).members()).hasSize(1);
	}

	@Test
	void seriesAreBoundedEvenWithinOneGroup() {
		PushGroups small = groups(100, 10);
		push(small, Labels.of(Map.of("job", "a")), true, metrics(Map.of("a", "a", "b", "b")));
		push(small, Labels.of(Map.of("job", "b")), true, metrics(Map.of("a", "a", "b", "b")));
		push(small, Labels.of(Map.of("job", "c")), true, metrics(Map.of("a", "a", "b", "b")));
		assertThat(small.groupCount()).isEqualTo(2);
		assertThat(small.seriesCount()).isEqualTo(8);
		Map<String, String> many = new HashMap<>();
		for (int i = 0; i < 9; i++) {
			many.put("m" + i, "m" + i);
		}
		push(small, Labels.of(Map.of("job", "d")), true, metrics(many));
		assertThat(small.groupCount()).isZero();
		assertThat(small.seriesCount()).isZero();
	}

	@Test
	void replayGivesTheSameGroupsAsThePushes() throws Exception {
		Random random = new Random(Long.getLong("seed", 42));
		PushGroups replayed = groups(1000, 10_000);
		Set<Labels> keys = Set.of(GROUP, Labels.of(Map.of("job", "backup", "instance", "i")),
				Labels.of(Map.of("job", "other")));
		for (int i = 0; i < 500; i++) {
			this.now = this.now.plusMillis(random.nextInt(3));
			Labels key = keys.stream().skip(random.nextInt(3)).findFirst().orElseThrow();
			PushedGroup.Change change;
			if (random.nextInt(8) == 0) {
				change = delete(key);
			}
			else {
				Map<String, Double> pushed = new HashMap<>();
				random.ints(random.nextInt(5), 0, 10).forEach((series) -> pushed.put("m" + series, 1.0));
				change = push(key, random.nextBoolean(), pushed);
			}
			byte[] body = WriteRequests.encode(change.record());
			replayed.replay(body);
			if (random.nextInt(10) == 0) {
				replayed.replay(body);
			}
			for (Labels each : keys) {
				assertThat(replayed.get(each)).isEqualTo(this.groups.get(each));
			}
		}
		assertThat(replayed.seriesCount()).isEqualTo(this.groups.seriesCount());
	}

	@Test
	void replayReadsJoinedRecordsAndInfersFamilies() throws Exception {
		Labels other = Labels.of(Map.of("job", "other"));
		PushedGroup.Change first = push(GROUP, true, metrics(Map.of("a", "a")));
		PushedMetrics parts = new PushedMetrics(new LinkedHashMap<>(), Set.of("h", "s"));
		for (Map<String, String> part : List.of(Map.of("__name__", "h_bucket", "le", "+Inf"),
				Map.of("__name__", "h_sum"), Map.of("__name__", "h_count"), Map.of("__name__", "s", "quantile", "0.5"),
				Map.of("__name__", "s_count"))) {
			parts.samples()
				.put(Labels.of(part).with(Map.of("job", "other")),
						new PushedSample(1, part.get("__name__").substring(0, 1)));
		}
		PushedGroup.Change second = push(other, true, parts);
		PushGroups replayed = groups(100, 100);
		replayed.replay(WriteRequests
			.join(List.of(WriteRequests.encode(first.record()), WriteRequests.encode(second.record()))));
		assertThat(replayed.get(GROUP)).isEqualTo(this.groups.get(GROUP));
		assertThat(replayed.get(other)).isEqualTo(this.groups.get(other));
	}

	@Test
	void replayOfOldRecordsDoesNothing() throws Exception {
		PushedGroup.Change old = push(GROUP, true, Map.of("a", 1.0));
		this.now = this.now.plus(Duration.ofMinutes(6));
		PushGroups replayed = groups(100, 100);
		replayed.replay(WriteRequests.encode(old.record()));
		assertThat(replayed.groupCount()).isZero();
	}

	private PushGroups groups(int maxGroups, int maxSeries) {
		DataSize mega = DataSize.ofMegabytes(1);
		return new PushGroups(
				new IngestProperties(DataSize.ofMegabytes(64), mega, mega, mega, 64, DataSize.ofKilobytes(8),
						Duration.ofMinutes(10), Duration.ofMinutes(5), maxGroups, maxSeries),
				this.clock,
				(this.meters.find("tandem.ingest.groups").gauge() == null) ? this.meters : new SimpleMeterRegistry());
	}

	private PushedGroup.Change push(Labels key, boolean replacesAll, Map<String, Double> values) {
		PushedMetrics metrics = metrics(
				values.keySet().stream().collect(Collectors.toMap((name) -> name, (name) -> name)), key);
		values.forEach((name, value) -> metrics.samples()
			.put(key.with(Map.of("__name__", name)), new PushedSample(value, name)));
		return push(this.groups, key, replacesAll, metrics);
	}

	private PushedGroup.Change push(Labels key, boolean replacesAll, PushedMetrics metrics) {
		return push(this.groups, key, replacesAll, metrics);
	}

	private static PushedGroup.Change push(PushGroups groups, Labels key, boolean replacesAll, PushedMetrics metrics) {
		PushedGroup before = groups.get(key);
		PushedGroup.Change change = before.push(metrics, replacesAll, groups.nextMillis(before));
		groups.put(change.after());
		return change;
	}

	private PushedGroup.Change delete(Labels key) {
		PushedGroup before = this.groups.get(key);
		PushedGroup.Change change = before.delete(this.groups.nextMillis(before));
		this.groups.put(change.after());
		return change;
	}

	/** Makes metrics with value 1 of names and the families they belong to. */
	private static PushedMetrics metrics(Map<String, String> families) {
		return metrics(families, GROUP);
	}

	private static PushedMetrics metrics(Map<String, String> families, Labels key) {
		Map<Labels, PushedSample> samples = new LinkedHashMap<>();
		families
			.forEach((name, family) -> samples.put(key.with(Map.of("__name__", name)), new PushedSample(1, family)));
		return new PushedMetrics(samples, Set.copyOf(families.values()));
	}

	private static Map<String, Object> values(PushedGroup.Change change) {
		return RecordingIntake.values(WriteRequests.encode(change.record()));
	}

}
