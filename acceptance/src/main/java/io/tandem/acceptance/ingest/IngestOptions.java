package io.tandem.acceptance.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the ingest benchmark. Immutable.
 *
 * @param rounds how often each is measured
 * @param warmUp how long each is loaded before it is measured
 * @param length how long each is measured, at each of the two loads
 * @param senders requests at once
 * @param series of one request
 * @param only the word for the one that is measured; null for all
 * @param out where results go
 */
record IngestOptions(int rounds, Duration warmUp, Duration length, int senders, int series, @Nullable String only,
		Path out) {

	/**
	 * Parses the words behind {@code bench ingest}.
	 * @throws IllegalArgumentException if a word is not known or a number is none
	 */
	static IngestOptions parse(List<String> words) {
		int rounds = 2;
		int warmUp = 8;
		int seconds = 10;
		int senders = 4;
		int series = 500;
		String only = null;
		Path out = Path.of("benchmarks");
		for (int i = 0; i < words.size(); i += 2) {
			String word = words.get(i);
			if (i + 1 == words.size()) {
				throw new IllegalArgumentException(word + " needs a value");
			}
			String value = words.get(i + 1);
			switch (word) {
				case "--rounds" -> rounds = number(word, value, 20);
				case "--warm-up" -> warmUp = number(word, value, 120);
				case "--seconds" -> seconds = number(word, value, 120);
				case "--senders" -> senders = number(word, value, 64);
				case "--series" -> series = number(word, value, 10_000);
				case "--only" -> only = value;
				case "--out" -> out = Path.of(value);
				default -> throw new IllegalArgumentException("there is no option " + word
						+ "; there are --rounds, --warm-up, --seconds, --senders, --series, --only and --out");
			}
		}
		return new IngestOptions(rounds, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), senders, series, only,
				out);
	}

	boolean includes(String contender) {
		return this.only == null || List.of(this.only.split(",")).contains(contender);
	}

	private static int number(String name, String value, int most) {
		if (!value.matches("[1-9]\\d{0,5}") || Integer.parseInt(value) > most) {
			throw new IllegalArgumentException(name + " must be a whole number from 1 to " + most + ": " + value);
		}
		return Integer.parseInt(value);
	}

}
