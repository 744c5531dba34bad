package io.tandem.failover.decision.trace;

import io.tandem.failover.detection.Observation;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A trace that was read. Immutable.
 *
 * @param isTorn whether its last line was not whole, as after a crash
 */
record Trace(Header header, List<Observation> observations, List<Decided> decisions, boolean isTorn) {

	/**
	 * Reads a trace.
	 * @throws IllegalArgumentException if it is not one, naming the line
	 */
	static Trace read(Path file) throws IOException {
		try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
			String first = reader.readLine();
			if (first == null) {
				throw new IllegalArgumentException("line 1: the trace is empty");
			}
			Header header;
			try {
				header = TraceLines.header(TraceLines.JSON.readTree(first));
			}
			catch (JacksonException | IllegalArgumentException | java.time.DateTimeException ex) {
				throw new IllegalArgumentException("line 1: " + reason(ex), ex);
			}
			List<Observation> observations = new ArrayList<>();
			List<Decided> decisions = new ArrayList<>();
			boolean torn = false;
			long number = 1;
			for (String text = reader.readLine(); text != null; text = reader.readLine()) {
				number++;
				try {
					add(TraceLines.JSON.readTree(text), observations, decisions);
				}
				catch (JacksonException | IllegalArgumentException | java.time.DateTimeException ex) {
					if (reader.readLine() != null) {
						throw new IllegalArgumentException("line " + number + ": " + reason(ex), ex);
					}
					torn = true;
				}
			}
			return new Trace(header, List.copyOf(observations), List.copyOf(decisions), torn);
		}
	}

	private static void add(JsonNode line, List<Observation> observations, List<Decided> decisions) {
		Decided decided = TraceLines.decided(line);
		if (decided != null) {
			decisions.add(decided);
		}
		else {
			observations.add(TraceLines.observation(line));
		}
	}

	/** Returns what went wrong, without the parser's own tale of it. */
	static String reason(Throwable ex) {
		Throwable cause = ex;
		while (cause.getCause() != null && cause.getCause() != cause) {
			cause = cause.getCause();
		}
		if (cause instanceof JacksonException jackson) {
			return jackson.getOriginalMessage();
		}
		return String.valueOf(cause.getMessage());
	}

	/** Returns the moment of the last line; that of the header if there is none. */
	long until() {
		return this.observations.isEmpty() ? this.header.at() : this.observations.getLast().at();
	}

}
