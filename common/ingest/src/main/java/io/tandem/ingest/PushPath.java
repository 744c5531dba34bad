package io.tandem.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a group's labels from the path of a push, as the Pushgateway does: the path is
 * percent-decoded as a whole and then split, so {@code %2F} is a slash like any other,
 * and what cannot be written in a path goes as {@code name@base64/value}.
 *
 * <p>
 * Where the Pushgateway answers with a redirect to a cleaned path ({@code //}, {@code .},
 * {@code ..}), which no pushing client follows, this refuses. It also refuses values that
 * are not UTF-8 (the Pushgateway takes them, and fails every scrape from then on).
 *
 * @see <a href="https://github.com/prometheus/pushgateway#url">Pushgateway, URL</a>
 */
final class PushPath {

	private static final String JOB_PATH = "/metrics/job";

	private static final String BASE64_SUFFIX = "@base64";

	private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

	private PushPath() {
	}

	/**
	 * Returns the labels that the path names, {@code job} among them; unmodifiable. A
	 * value may be empty. Of a name that is there twice the last counts, and for
	 * {@code job} the path's own.
	 * @param rawPath the path as it was sent, without the context path
	 * @throws RefusedException if the path does not name a group
	 */
	static Map<String, String> parse(String rawPath) {
		String path = percentDecode(rawPath);
		if (!path.startsWith(JOB_PATH)) {
			throw refused("the path must begin with " + JOB_PATH + "/<job>", path);
		}
		String rest = path.substring(JOB_PATH.length());
		boolean jobInBase64 = rest.startsWith(BASE64_SUFFIX);
		if (jobInBase64) {
			rest = rest.substring(BASE64_SUFFIX.length());
		}
		if (rest.length() < 2 || rest.charAt(0) != '/') {
			throw refused("a job name is required", path);
		}
		String[] pieces = rest.substring(1).split("/", -1);
		requireClean(pieces, path);
		String job = jobInBase64 ? base64Decode(pieces[0], path) : pieces[0];
		if (job.isEmpty()) {
			throw refused("a job name is required", path);
		}
		Map<String, String> labels = new LinkedHashMap<>();
		boolean trailingSlashAfterJob = pieces.length == 2 && pieces[1].isEmpty();
		if (!trailingSlashAfterJob) {
			addLabels(labels, pieces, path);
		}
		labels.put("job", job);
		return Collections.unmodifiableMap(labels);
	}

	private static void addLabels(Map<String, String> labels, String[] pieces, String path) {
		if (pieces.length % 2 == 0) {
			throw refused("labels come in pairs after the job, .../<name>/<value>: found an odd number of pieces",
					path);
		}
		for (int i = 1; i < pieces.length; i += 2) {
			boolean inBase64 = pieces[i].endsWith(BASE64_SUFFIX);
			String name = inBase64 ? pieces[i].substring(0, pieces[i].length() - BASE64_SUFFIX.length()) : pieces[i];
			if (!LABEL_NAME.matcher(name).matches() || name.startsWith("__")) {
				throw refused("improper label name \"" + name + "\"", path);
			}
			labels.put(name, inBase64 ? base64Decode(pieces[i + 1], path) : pieces[i + 1]);
		}
	}

	private static void requireClean(String[] pieces, String path) {
		for (int i = 0; i < pieces.length; i++) {
			String piece = pieces[i];
			if (piece.equals(".") || piece.equals("..")) {
				throw refused("a piece must not be . or .. (write it as <name>@base64/...)", path);
			}
			if (piece.isEmpty() && i < pieces.length - 1) {
				throw refused((i == 0) ? "a job name is required"
						: "a piece must not be empty (write an empty value as <name>@base64/=)", path);
			}
		}
	}

	private static String base64Decode(String value, String path) {
		try {
			return utf8(Base64.getUrlDecoder().decode(value.replaceFirst("=+$", "")), path);
		}
		catch (IllegalArgumentException ex) {
			throw refused("not URL-safe base64: \"" + value + "\"", path);
		}
	}

	private static String percentDecode(String rawPath) {
		if (rawPath.indexOf('%') < 0) {
			return rawPath;
		}
		byte[] raw = rawPath.getBytes(StandardCharsets.UTF_8);
		byte[] decoded = new byte[raw.length];
		int size = 0;
		for (int i = 0; i < raw.length; i++) {
			if (raw[i] != '%') {
				decoded[size++] = raw[i];
				continue;
			}
			int high = (i + 2 < raw.length) ? Character.digit(raw[i + 1], 16) : -1;
			int low = (i + 2 < raw.length) ? Character.digit(raw[i + 2], 16) : -1;
			if (high < 0 || low < 0) {
				throw refused("percent signs must be followed by two hex digits", rawPath);
			}
			decoded[size++] = (byte) (high << 4 | low);
			i += 2;
		}
		return utf8(Arrays.copyOf(decoded, size), rawPath);
	}

	private static String utf8(byte[] bytes, String path) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			throw refused("values must be UTF-8", path);
		}
	}

	private static RefusedException refused(String what, String path) {
		return new RefusedException(Refusal.BAD_PUSH_PATH, what + ": path=" + path);
	}

}
