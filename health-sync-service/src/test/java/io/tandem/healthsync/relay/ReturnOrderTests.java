package io.tandem.healthsync.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReturnOrderTests {

	@Test
	void lifeIsInTheOrderOfItsNumbersAndLivesInTheirOwn() {
		assertThat(order("a/e1/3", "b/f/9", "a/e2/1", "a/e1/2", "b/f/8", "a/e2/2")).containsExactly("a/e1/2", "a/e1/3",
				"a/e2/1", "a/e2/2", "b/f/8", "b/f/9");
	}

	@Test
	void reportsWithoutALifeStayAsTheyCame() {
		assertThat(order("a//3", "a//1", "b//0", "a//2")).containsExactly("a//3", "a//1", "a//2", "b//0");
	}

	@Test
	void sameReportTwiceStaysTwice() {
		assertThat(order("a/e/1", "a/e/1")).hasSize(2);
		assertThat(order()).isEmpty();
	}

	private static List<String> order(String... reports) {
		return ReturnOrder.of(Arrays.asList(reports), ReturnOrderTests::report);
	}

	private static HealthReport report(String text) {
		List<String> parts = Stream.of(text.split("/")).toList();
		return new HealthReport(parts.get(0), "pc2", HealthStatus.UP, Instant.EPOCH, Long.parseLong(parts.get(2)),
				parts.get(1).isEmpty() ? null : parts.get(1), Map.of(), null);
	}

}
