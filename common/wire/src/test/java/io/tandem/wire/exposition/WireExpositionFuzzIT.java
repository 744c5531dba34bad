package io.tandem.wire.exposition;

import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what the text parser takes with what {@code promtool check metrics} takes, on
 * bodies that are made at random around the format's corners. {@code -Dseed=} replays,
 * {@code -Dfuzz.cases=} sets how many.
 */
class WireExpositionFuzzIT {

	private static final int ACCEPTED = 0;

	private static final int PARSE_ERROR = 1;

	private static final int LINT_ONLY = 3;

	private static final String[] NAMES = { "a", "a", "b_total", "h", "h_bucket", "h_sum", "h_count", "h_count_sum",
			"s", "s_sum", "s_count", "s_bucket", "x:y", "_", "le", "1a", "a-b", "ä", "" };

	private static final String[] TYPES = { "counter", "gauge", "summary", "histogram", "histogram", "untyped",
			"HISTOGRAM", "gauge_histogram", "gaugehistogram", "unknown", "coun\\ter", "counter ", "", "info" };

	private static final String[] LABEL_NAMES = { "a", "b", "c", "le", "quantile", "le", "__name__", "1", "a:b", "ä",
			"" };

	private static final String[] LABEL_VALUES = { "x", "", "1", "0.5", "+Inf", "NaN", "1e3", "\\n", "\\\\", "\\\"",
			"\\q", "\\", "ü", "\u00ff", "}", "{", ",", "=", "#", " ", "\n", "\t", "\r", "\0", "0x1p2", "1_0" };

	private static final String[] VALUES = { "1", "0", "-1", "1.5", "+Inf", "-inf", "NaN", "nan", "-nan", "infinity",
			"infin", "1e9", "1e999", "-1e999", "1e-999", "1E5", "1e", "1e+", ".5", "5.", ".", "+", "-", "0x1p3", "0x1",
			"1_000", "1f", "1d", "1 ", "", "x", "1,5", "00", "1e0000000000000000000001",
			"179769313486231570" + "0".repeat(291), "179769313486231580" + "0".repeat(291), "1.7976931348623159e308",
			"1e309", "9".repeat(400), "+.0e-0", "\u0661" };

	private static final String[] TIMESTAMPS = { "", "", "", " 1", " -1", " +1", " 1395066363000", " 1.5", " 1 ", " x",
			" 9223372036854775807", " 9223372036854775808", "\t7", " 1 2", " 1 \\", " 1_0", " 0x1" };

	private static final String[] BLANKS = { "", "", "", "", " ", "\t", "  " };

	private static final String[] LINE_ENDS = { "\n", "\n", "\n", "\n", "\n", "\n", "\n", "\n", "\n", "\n\n", " \n",
			"\r\n", "" };

	private static final String ALPHABET = " \t\n\r#{}=\",\\a_:1.+eE\u00ff\0\u00c3\u00a4nTYPEHL";

	private Random random = new Random();

	@BeforeAll
	static void findPromtool() {
		try {
			assertThat(promtool(new byte[0])).isEqualTo(ACCEPTED);
		}
		catch (IOException ex) {
			throw new IllegalStateException(
					"promtool is missing: install Debian's package prometheus, or put promtool on the PATH", ex);
		}
	}

	@Test
	void takesAndRefusesWhatPromtoolDoes() throws InterruptedException, ExecutionException {
		long seed = Long.getLong("seed", System.nanoTime());
		int cases = Integer.getInteger("fuzz.cases", 300);
		System.out.println("seed=" + seed + " fuzz.cases=" + cases);
		this.random = new Random(seed);
		List<byte[]> bodies = new ArrayList<>();
		List<Future<Boolean>> verdicts = new ArrayList<>();
		List<String> differences = new ArrayList<>();
		int accepted = 0;
		try (ExecutorService promtools = Executors.newFixedThreadPool(2)) {
			for (int i = 0; i < cases; i++) {
				byte[] body = body();
				bodies.add(body);
				verdicts.add(promtools.submit(() -> isTakenByPromtool(body)));
			}
			for (int i = 0; i < cases; i++) {
				boolean reference = verdicts.get(i).get();
				accepted += reference ? 1 : 0;
				String ours = refusal(bodies.get(i));
				if (ours.isEmpty() != reference) {
					differences
						.add((reference ? "promtool takes, we refuse (" + ours + "): " : "promtool refuses, we take: ")
								+ printable(bodies.get(i)));
				}
			}
		}
		System.out.println("accepted=" + accepted + " of " + cases);
		assertThat(differences).as("seed=%d", seed).isEmpty();
		assertThat(accepted).as("cases that promtool takes").isBetween(cases / 10, cases - cases / 10);
	}

	/** Returns why we refuse the body, empty if we take it. */
	private static String refusal(byte[] body) {
		List<MetricFamily> families;
		try {
			families = Expositions.parse(body, ExpositionFormat.TEXT);
		}
		catch (InvalidWriteRequestException ex) {
			assertThat(ex.getMessage()).startsWith("line ").hasSizeLessThan(400);
			return ex.getMessage();
		}
		try {
			assertThat(Expositions.parse(Expositions.write(families), ExpositionFormat.TEXT))
				.containsExactlyInAnyOrderElementsOf(families);
		}
		catch (InvalidWriteRequestException ex) {
			throw new AssertionError("taken, but not as it was written again: " + printable(body), ex);
		}
		return "";
	}

	private static boolean isTakenByPromtool(byte[] body) {
		try {
			int status = promtool(body);
			assertThat(status).as(printable(body)).isIn(ACCEPTED, PARSE_ERROR, LINT_ONLY);
			return status != PARSE_ERROR;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int promtool(byte[] body) throws IOException {
		Process process = new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			try (OutputStream in = process.getOutputStream()) {
				in.write(body);
			}
			catch (IOException ex) {
				// it does not read on after the first fault
			}
			if (!process.waitFor(30, TimeUnit.SECONDS)) {
				throw new IOException("promtool did not end within 30 s");
			}
			return process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private byte[] body() {
		StringBuilder text = new StringBuilder();
		for (int n = this.random.nextInt(7); n >= 0; n--) {
			text.append(line());
		}
		byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
		for (int n = (this.random.nextInt(3) == 0) ? 1 + this.random.nextInt(2) : 0; n > 0 && body.length > 0; n--) {
			body = damaged(body);
		}
		return body;
	}

	private String line() {
		return switch (this.random.nextInt(8)) {
			case 0 -> blank() + "#" + blank() + "TYPE " + blank() + mostly(NAMES, 15) + " " + blank() + mostly(TYPES, 6)
					+ mostly(LINE_ENDS, 10);
			case 1 ->
				"# TYPE " + pick(new String[] { "h histogram", "s summary", "a gauge", "h_count summary" }) + "\n";
			case 2 ->
				"#" + blank() + "HELP " + mostly(NAMES, 15) + " " + mostly(LABEL_VALUES, 9) + mostly(LINE_ENDS, 10);
			case 3 -> "#" + pick(BLANKS) + pick(LABEL_VALUES) + mostly(LINE_ENDS, 10);
			default -> sample();
		};
	}

	private String sample() {
		StringBuilder text = new StringBuilder(blank()).append(mostly(NAMES, 15));
		text.append(blank());
		int labels = this.random.nextInt(4) - 1;
		if (labels >= 0) {
			text.append('{');
			for (int i = 0; i < labels; i++) {
				text.append(blank()).append(mostly(LABEL_NAMES, 6)).append(blank()).append('=').append(blank());
				text.append('"').append(mostly(LABEL_VALUES, 10)).append('"').append(blank());
				text.append((i < labels - 1 || this.random.nextInt(6) == 0) ? "," : "");
			}
			text.append(blank()).append('}').append(blank());
		}
		else {
			text.append(' ');
		}
		return text.append(mostly(VALUES, 12)).append(mostly(TIMESTAMPS, 7)).append(mostly(LINE_ENDS, 10)).toString();
	}

	private String blank() {
		return (this.random.nextInt(5) == 0) ? pick(BLANKS) : "";
	}

	/** Picks among the first, which are good, nine times of ten. */
	private String mostly(String[] choices, int good) {
		return choices[(this.random.nextInt(10) > 0) ? this.random.nextInt(Math.min(good, choices.length))
				: this.random.nextInt(choices.length)];
	}

	private String pick(String[] choices) {
		return choices[this.random.nextInt(choices.length)];
	}

	private byte[] damaged(byte[] body) {
		int at = this.random.nextInt(body.length);
		int inserted = ALPHABET.charAt(this.random.nextInt(ALPHABET.length()));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(body, 0, at);
		switch (this.random.nextInt(4)) {
			case 0 -> out.write(body, at + 1, body.length - at - 1);
			case 1 -> {
				out.write(inserted);
				out.write(body, at, body.length - at);
			}
			case 2 -> {
				out.write(inserted);
				out.write(body, at + 1, body.length - at - 1);
			}
			default -> {
			}
		}
		return out.toByteArray();
	}

	private static String printable(byte[] body) {
		StringBuilder text = new StringBuilder("\"");
		for (byte b : body) {
			switch (b) {
				case '\n' -> text.append("\\n");
				case '\t' -> text.append("\\t");
				case '\r' -> text.append("\\r");
				case '"' -> text.append("\\\"");
				case '\\' -> text.append("\\\\");
				default ->
					text.append((b >= ' ' && b < 127) ? String.valueOf((char) b) : "\\x%02x".formatted(b & 0xff));
			}
		}
		return text.append('"').toString();
	}

}
