package io.tandem.failover.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.failover.delivery.PushgatewayGroups.Group;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.StaleMarker;
import io.tandem.wire.series.TimeSeries;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PushgatewayGroupsTests {

	private static final Group SHOP = new Group("shop", "a:1");

	private final PushgatewayGroups groups = new PushgatewayGroups("pc2", 5);

	private final Set<Group> touched = new LinkedHashSet<>();

	@Test
	void theNewestValueOfEachSeriesIsShownWithoutTime() throws Exception {
		update(0, series(10, 1, "__name__", "up", "job", "shop", "instance", "a:1"));
		update(1, series(30, 3, "__name__", "up", "job", "shop", "instance", "a:1"),
				series(30, 0.5, "__name__", "lag", "q", "a\"b", "job", "shop", "instance", "a:1"));
		update(2, series(20, 2, "__name__", "up", "job", "shop", "instance", "a:1"));
		assertThat(this.touched).containsExactly(SHOP);
		assertThat(text(SHOP, 3)).isEqualTo("lag{q=\"a\\\"b\"} 0.5\nup 3\n");
	}

	@Test
	void groupsAreMadeOfJobAndInstanceOrTheirDefaults() throws Exception {
		update(0, series(1, 1, "__name__", "up", "job", "shop"), series(1, 2, "__name__", "up", "instance", "b"),
				series(1, 3, "__name__", "up"));
		assertThat(this.touched).containsExactlyInAnyOrder(new Group("shop", "pc2"), new Group("unknown", "b"),
				new Group("unknown", "pc2"));
		assertThat(text(new Group("unknown", "b"), 1)).isEqualTo("up 2\n");
	}

	@Test
	void aSeriesThatHasEndedOrWasNotSeenForLongIsLeftOut() throws Exception {
		update(0, shop("a", 1, 1), shop("b", 1, 1), shop("c", 1, 1));
		update(1, shop("a", 2, StaleMarker.VALUE));
		long later = PushgatewayGroups.REMEMBERED.toNanos() + 1;
		update(later, shop("b", 3, 7));
		assertThat(text(SHOP, 2)).isEqualTo("b 7\nc 1\n");
		assertThat(text(SHOP, later)).isEqualTo("b 7\n");
		update(later, shop("b", 4, StaleMarker.VALUE));
		assertThat(text(SHOP, later)).isEmpty();
		assertThat(update(later, shop("d", 1, 1), shop("e", 1, 1), shop("f", 1, 1), shop("g", 1, 1))).isZero();
	}

	@Test
	void whatAPrometheusHasScrapedIsNotShownAgain() throws Exception {
		assertThat(update(0, series(1, 1, "__name__", "up", "job", "shop", "instance", "a:1", "tandem_path", "push")))
			.isZero();
		assertThat(this.touched).isEmpty();
	}

	@Test
	void whatCannotBeShownIsCounted() throws Exception {
		assertThat(update(0, shop("with.dots", 1, 1), shop("push_time_seconds", 1, 1),
				series(1, 1, "__name__", "up", "job", "shop", "instance", "a:1", "a.b", "c")))
			.isEqualTo(3);
		assertThat(this.touched).isEmpty();
		assertThat(update(0, shop("a", 1, 1), shop("b", 1, 1), shop("c", 1, 1), shop("d", 1, 1), shop("e", 1, 1),
				shop("f", 1, 1)))
			.isEqualTo(1);
		this.groups.forget(new Group("no", "such"));
		this.groups.forget(SHOP);
		assertThat(text(SHOP, 1)).isEmpty();
		this.groups.forget();
		assertThat(update(0, shop("f", 1, 1))).isZero();
	}

	@Test
	void aGroupsAddressHoldsAnyNameAndMarksWhoseItIs() {
		PushgatewayPaths paths = new PushgatewayPaths(URI.create("http://127.0.0.1:9091/"), "pc2");
		assertThat(paths.group(new Group("a/b c", "h:1"))).hasToString(
				"http://127.0.0.1:9091/metrics/job@base64/YS9iIGM/instance@base64/aDox/tandem_tier/pushgateway/tandem_origin@base64/cGMy");
		assertThat(paths.metrics()).hasToString("http://127.0.0.1:9091/api/v1/metrics");
		assertThat(new PushgatewayPaths(URI.create("http://h:1/p"), "pc2").metrics())
			.hasToString("http://h:1/p/api/v1/metrics");
	}

	@Test
	void aListingYieldsOnlyTheGroupsAskedFor() throws Exception {
		String listing = """
				{"status":"success","more":[1,{"data":2}],"data":[
				{"labels":{"job":"shop","instance":"a:1","x":"y"},"up":{"metrics":[{"labels":{"a":"b"},"value":"1"}]},
				"push_time_seconds":{"type":"GAUGE","metrics":[{"labels":{"value":"9"},"value":"1.5e+09"}]}},
				{"push_time_seconds":{"metrics":[{"value":"17"}]},"labels":{"job":"other"}},
				{"labels":{"job":"shop","instance":"never"}}]}
				""";
		assertThat(PushgatewayListing.read(new ByteArrayInputStream(listing.getBytes(StandardCharsets.UTF_8)),
				(labels) -> "shop".equals(labels.get("job"))))
			.hasSize(1)
			.allSatisfy((pushed) -> assertThat(pushed.group()).isEqualTo(SHOP));
		assertThatThrownBy(() -> PushgatewayListing.read(new ByteArrayInputStream("<html>".getBytes()), (l) -> true))
			.isInstanceOf(IOException.class);
	}

	private long update(long now, TimeSeries... series) throws Exception {
		return this.groups.update(WriteRequests.encode(List.of(series)), this.touched, now);
	}

	private String text(Group group, long now) {
		return new String(this.groups.exposition(group, now), StandardCharsets.UTF_8);
	}

	private static TimeSeries shop(String name, long at, double value) {
		return series(at, value, "__name__", name, "job", "shop", "instance", "a:1");
	}

	private static TimeSeries series(long at, double value, String... labels) {
		return new TimeSeries(Labels.of(labels), List.of(new Sample(at, value)));
	}

}
