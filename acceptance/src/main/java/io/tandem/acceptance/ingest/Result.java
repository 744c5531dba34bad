package io.tandem.acceptance.ingest;

import java.util.Map;

/**
 * One contender in one round.
 *
 * @param contender the word for it
 * @param durability what is safe once a request is answered
 * @param round from 1
 * @param samplesPerSecond as fast as requests are answered, until all of it was stored
 * @param answeredPerSecond the same, until all of it was answered
 * @param cpuSeconds of each process, for {@code samples}
 * @param samples how many that were
 * @param refused requests that were answered otherwise than 2xx, at both loads
 * @param p50 milliseconds at half of what it answers
 * @param p99 milliseconds at half of what it answers
 * @param p999 milliseconds at half of what it answers
 * @param residentMebibytes of all processes after the load
 */
record Result(String contender, String durability, int round, double samplesPerSecond, double answeredPerSecond,
		Map<String, Double> cpuSeconds, long samples, long refused, double p50, double p99, double p999,
		long residentMebibytes) {

	double samplesPerCoreSecond() {
		return this.samples / this.cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
	}

}
