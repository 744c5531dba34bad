package io.tandem.failover.partition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is held of a peer as it is shown, and kept as evidence.
 *
 * @param why a word from the table
 * @param condition the table's line in words
 * @param since null while nothing is known
 * @param datagrams what the link does to them
 */
record PeerView(String peer, String verdict, String why, String condition, @Nullable Instant since, FactsView facts,
		List<SenseView> senses, Datagrams datagrams) {

	static PeerView of(PeerHeld peer, long now) {
		PeerHeld.Held held = peer.now();
		List<SenseView> senses = new ArrayList<>();
		held.looks()
			.forEach((sense, look) -> senses.add(new SenseView(sense.word(), look.outcome().word(), look.detail(),
					held.failures().getOrDefault(sense, 0), millis(now - look.ended()))));
		Double roundTrip = (held.roundTripNanos() < 0) ? null : Math.round(held.roundTripNanos() / 1e4) / 100.0;
		Double loss = (held.expected() == 0) ? null : Math.round(1e4 * held.lost() / held.expected()) / 100.0;
		Long age = (held.lastPulseAt() != null) ? millis(now - held.lastPulseAt()) : null;
		return new PeerView(peer.peer(), held.judgement().verdict().word(), held.judgement().why(),
				VerdictTable.condition(held.judgement().why()), held.since(), FactsView.of(held.facts()), senses,
				new Datagrams(age, roundTrip, loss, held.expected()));
	}

	private static long millis(long nanos) {
		return TimeUnit.NANOSECONDS.toMillis(nanos);
	}

	private static String word(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * What is known of each thing: {@code yes}, {@code no}, {@code open} or
	 * {@code absent}.
	 */
	record FactsView(String ownInterface, String packets, String programs, String ports, String witness, String hearsUs,
			String hub, String quality, String brokerLink) {

		static FactsView of(Facts facts) {
			return new FactsView(word(facts.ownInterface()), word(facts.packets()), word(facts.programs()),
					word(facts.ports()), word(facts.witness()), word(facts.hearsUs()), word(facts.hub()),
					word(facts.quality()), word(facts.brokerLink()));
		}

	}

	/**
	 * What came of the last look by one sense.
	 *
	 * @param failures in a row
	 */
	record SenseView(String sense, String outcome, String detail, int failures, long ageMillis) {
	}

	/**
	 * Datagrams of the peer.
	 *
	 * @param lastAgeMillis since the last one came; null if none ever did
	 * @param roundTripMillis the median of the newest; null while unknown
	 * @param lossPercent null while unknown
	 * @param counted how many loss is told from
	 */
	record Datagrams(@Nullable Long lastAgeMillis, @Nullable Double roundTripMillis, @Nullable Double lossPercent,
			int counted) {
	}

}
