package io.tandem.console.view;

import io.tandem.console.source.FailoverAnswers.Datagrams;
import io.tandem.console.source.FailoverAnswers.Partition;
import io.tandem.console.source.FailoverAnswers.PartitionHistory;
import io.tandem.console.source.FailoverAnswers.PastVerdict;
import io.tandem.console.source.FailoverAnswers.PeerVerdict;
import io.tandem.console.source.FailoverAnswers.Sense;
import io.tandem.console.source.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What each machine holds of the others, and from what.
 *
 * @param views one for each machine, this console's own first
 * @param history changes of verdict on all machines, the newest first
 */
public record PartitionPage(List<MachineView> views, List<VerdictLine> history) {

	private static final int MOST = 100;

	/** What a machine's failover-service says. */
	record Input(String machine, Seen<Partition> now, Seen<PartitionHistory> history) {
	}

	static PartitionPage of(List<Input> inputs, Instant now) {
		Times times = new Times(now);
		List<VerdictLine> history = new ArrayList<>();
		for (Input input : inputs) {
			PartitionHistory past = input.history().value();
			if (past != null) {
				past.verdicts().forEach((verdict) -> history.add(VerdictLine.of(input.machine(), verdict, times)));
			}
		}
		history.sort(Comparator.comparing((VerdictLine line) -> line.at().iso()).reversed());
		return new PartitionPage(inputs.stream().map((input) -> MachineView.of(input, times)).toList(),
				history.stream().limit(MOST).toList());
	}

	/** What one machine holds. */
	public record MachineView(String machine, Panel panel, List<PeerCard> peers) {

		static MachineView of(Input input, Times times) {
			Partition partition = input.now().value();
			boolean isFresh = input.now().isFresh();
			return new MachineView(input.machine(),
					Panel.of("The failover-service of " + input.machine(), input.now(), times),
					(partition == null) ? List.of()
							: partition.peers().stream().map((peer) -> PeerCard.of(peer, isFresh, times)).toList());
		}

	}

	/**
	 * What is held of one other machine.
	 *
	 * @param datagrams what the link does to them; null if nothing is known
	 */
	public record PeerCard(String peer, Level level, String verdict, String condition, @Nullable When since,
			List<FactLine> facts, List<SenseLine> senses, @Nullable String datagrams) {

		static PeerCard of(PeerVerdict peer, boolean isFresh, Times times) {
			List<FactLine> facts = new ArrayList<>();
			peer.facts()
				.properties()
				.forEach((fact) -> facts.add(FactLine.of(fact.getKey(), fact.getValue().asString(""))));
			return new PeerCard(peer.peer(), isFresh ? Level.ofVerdict(peer.verdict()) : Level.UNKNOWN,
					"none".equals(peer.verdict()) ? "nothing is wrong" : OverviewPage.words(peer.verdict()),
					peer.condition(), times.when(peer.since()), facts,
					peer.senses().stream().map(SenseLine::of).toList(), datagrams(peer.datagrams()));
		}

		private static @Nullable String datagrams(@Nullable Datagrams datagrams) {
			if (datagrams == null || datagrams.lastAgeMillis() == null) {
				return (datagrams == null) ? null : "none ever came";
			}
			StringBuilder words = new StringBuilder("the last one came ")
				.append(Times.lasted(Duration.ofMillis(datagrams.lastAgeMillis())))
				.append(" ago");
			if (datagrams.roundTripMillis() != null) {
				words.append("; round trip %.1f ms".formatted(datagrams.roundTripMillis()));
			}
			if (datagrams.lossPercent() != null) {
				words.append("; %.2f %% of %,d lost".formatted(datagrams.lossPercent(), datagrams.counted()));
			}
			return words.toString();
		}

	}

	/** Something that is known, or not. */
	public record FactLine(String name, String value) {

		static FactLine of(String key, String value) {
			// hearsUs -> hears us
			String name = key.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
			return new FactLine(name, value);
		}

	}

	/** What came of one way to look. */
	public record SenseLine(Level level, String sense, String outcome, @Nullable String detail, int failures,
			String age) {

		static SenseLine of(Sense sense) {
			return new SenseLine(
					(sense.failures() == 0) ? Level.GOOD : (sense.failures() < 3) ? Level.WATCH : Level.BAD,
					sense.sense(), sense.outcome(), sense.detail(), sense.failures(),
					Times.lasted(Duration.ofMillis(Math.max(0, sense.ageMillis()))));
		}

	}

	/** A change of verdict. */
	public record VerdictLine(When at, String machine, String peer, Level level, String change, String condition) {

		static VerdictLine of(String machine, PastVerdict verdict, Times times) {
			return new VerdictLine(times.exact(verdict.at()), machine, verdict.peer(),
					Level.ofVerdict(verdict.verdict()),
					OverviewPage.words(verdict.from()) + " → " + OverviewPage.words(verdict.verdict()),
					verdict.condition());
		}

	}

}
