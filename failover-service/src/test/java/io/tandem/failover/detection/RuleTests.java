package io.tandem.failover.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RuleTests {

	private static final Path TABLE = Path.of("..", "docs", "failover-table.md");

	@Test
	void tableInTheDocsIsTheOneThatRuns() throws IOException {
		String table = table();
		if (Boolean.getBoolean("update.docs")) {
			Files.writeString(TABLE, table);
		}
		assertThat(Files.readString(TABLE)).as("regenerate with -Dupdate.docs=true").isEqualTo(table);
	}

	@Test
	void everyStateHasAWayOut() {
		for (TierState state : TierState.values()) {
			assertThat(Rule.of(state)).as(state.name()).anyMatch((rule) -> rule.to() != state);
		}
		assertThat(EnumSet.allOf(Rule.class)).allSatisfy((rule) -> assertThat(rule.from()).doesNotContain(rule.to()));
	}

	@Test
	void triggersAreUnique() {
		assertThat(Rule.values()).extracting(Rule::trigger).doesNotHaveDuplicates();
	}

	private static String table() {
		WatchSettings set = WatchSettings.defaults();
		String head = """
				# When a tier changes its state

				Printed by a test from the rules that the failover service runs; of the rules for a state the first that
				holds is followed. A tier begins as RECOVERING, with nothing known of it. Settings, as they are by default:
				`failures` %d, `hardSpan` %s, `silence` %s, `doubt` %s, `peerHold` %s,
				`recoverSuccesses` %d, `holdDown` %s.

				| from | trigger | when | to |
				|---|---|---|---|
				"""
			.formatted(set.failures(), millis(set.hardSpan()), millis(set.silence()), range(set.doubt()),
					millis(set.peerHold()), set.recoverSuccesses(), range(set.holdDown()));
		return Arrays.stream(Rule.values())
			.map((rule) -> "| " + rule.from().stream().map(TierState::name).collect(Collectors.joining(", ")) + " | `"
					+ rule.trigger() + "` | " + rule.condition() + " | " + rule.to() + " |\n")
			.collect(Collectors.joining("", head, ""));
	}

	private static String range(Range range) {
		return millis(range.min()) + " to " + millis(range.max());
	}

	private static String millis(java.time.Duration duration) {
		return duration.toMillis() + " ms";
	}

}
