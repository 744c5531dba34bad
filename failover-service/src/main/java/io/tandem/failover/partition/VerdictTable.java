package io.tandem.failover.partition;

import io.tandem.failover.partition.Facts.Known;
import io.tandem.failover.partition.Facts.Quality;
import java.util.List;
import java.util.function.Predicate;

/** Which facts make which verdict: the first line that fits decides. Holds no state. */
final class VerdictTable {

	static final List<Line> LINES = List.of(
			new Line("nothing comes from the peer, and the interface with this machine's address is down",
					Verdict.SELF_ISOLATED, "own-interface-down",
					(facts) -> facts.packets() != Known.YES && facts.ownInterface() == Known.NO),
			new Line("nothing comes from the peer, and nothing from any witness", Verdict.SELF_ISOLATED,
					"peer-and-witness-silent", (facts) -> facts.packets() == Known.NO && facts.witness() == Known.NO),
			new Line("nothing comes from the peer, and the witness is not known yet", Verdict.UNKNOWN,
					"witness-not-known", (facts) -> facts.packets() == Known.NO && facts.witness() == Known.OPEN),
			new Line("nothing comes from the peer, but a witness answers", Verdict.PEER_MACHINE_UNREACHABLE,
					"peer-silent-witness-answers",
					(facts) -> facts.packets() == Known.NO && facts.witness() == Known.YES),
			new Line("nothing comes from the peer, and there is no witness", Verdict.PEER_MACHINE_UNREACHABLE,
					"peer-dead-or-link-cut", (facts) -> facts.packets() == Known.NO),
			new Line("the peer's machine takes connections, but none of its programs answers",
					Verdict.PEER_MACHINE_UNREACHABLE, "peer-frozen", (facts) -> facts.programs() == Known.NO),
			new Line(
					"every port of the peer refuses: nothing of its stack runs, or something in between refuses for it",
					Verdict.PEER_MACHINE_UNREACHABLE, "peer-refuses-all", (facts) -> facts.ports() == Known.NO),
			new Line("the peer says that it does not hear this machine", Verdict.LINK_DEGRADED, "one-direction",
					(facts) -> facts.packets() == Known.YES && facts.hearsUs() == Known.NO),
			new Line("the peer's hub does not answer, others there do", Verdict.PEER_HUB_DOWN, "hub-silent",
					(facts) -> facts.packets() == Known.YES && facts.hub() == Known.NO),
			new Line("more datagrams get lost than should", Verdict.LINK_DEGRADED, "lossy",
					(facts) -> facts.packets() == Known.YES && facts.quality() == Quality.LOSSY),
			new Line("datagrams take long", Verdict.LINK_DEGRADED, "slow",
					(facts) -> facts.packets() == Known.YES && facts.quality() == Quality.SLOW),
			new Line("the brokers do not hear each other, all else does", Verdict.LINK_DEGRADED, "brokers-only",
					(facts) -> facts.packets() == Known.YES && facts.brokerLink() == Known.NO),
			new Line("the peer answers", Verdict.NONE, "peer-answers", (facts) -> facts.packets() == Known.YES),
			new Line("too little is known", Verdict.UNKNOWN, "not-known", (facts) -> true));

	private VerdictTable() {
	}

	static Line of(Facts facts) {
		return LINES.stream().filter((line) -> line.when.test(facts)).findFirst().orElseThrow();
	}

	/** Returns the line in words that a word stands for. */
	static String condition(String why) {
		return LINES.stream()
			.filter((line) -> line.why.equals(why))
			.map(Line::condition)
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("no line has this word: " + why));
	}

	/**
	 * A line of the table.
	 *
	 * @param condition in words
	 * @param why a word for it, from a small closed set
	 */
	record Line(String condition, Verdict verdict, String why, Predicate<Facts> when) {
	}

}
