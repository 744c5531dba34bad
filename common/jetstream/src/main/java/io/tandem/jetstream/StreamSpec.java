package io.tandem.jetstream;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream must look like. A bean of this type is provisioned.
 *
 * @param name the stream's name; carries the machine whose messages it holds
 * @param subjects empty for a mirror
 * @param mirrorOfDomain the JetStream domain in which the stream of the same name is the
 * origin; null for an origin
 * @param maxAge messages older than this go
 * @param maxBytes bytes on disk; an origin at this limit refuses, a mirror drops its
 * oldest
 * @param duplicateWindow how long message ids are remembered; ignored for a mirror
 * @param maxPerSubject how many messages of one subject are kept; -1 for any number
 */
public record StreamSpec(String name, List<String> subjects, @Nullable String mirrorOfDomain, Duration maxAge,
		long maxBytes, Duration duplicateWindow, long maxPerSubject) {

	public StreamSpec {
		subjects = List.copyOf(subjects);
	}

	/** An origin: written on this machine only, refuses when full. */
	public static StreamSpec origin(String name, List<String> subjects, Duration maxAge, long maxBytes) {
		return new StreamSpec(name, subjects, null, maxAge, maxBytes, Duration.ofMinutes(2), -1);
	}

	/** A mirror of another domain's stream of the same name. */
	public static StreamSpec mirror(String name, String ofDomain, Duration maxAge, long maxBytes) {
		return new StreamSpec(name, List.of(), ofDomain, maxAge, maxBytes, Duration.ZERO, -1);
	}

	/**
	 * A key-value bucket: the last value of each key, for ever. The name begins with
	 * {@code KV_}.
	 */
	public static StreamSpec bucket(String name, long maxBytes) {
		return new StreamSpec(name, List.of("$KV." + name.substring("KV_".length()) + ".>"), null, Duration.ZERO,
				maxBytes, Duration.ofMinutes(2), 1);
	}

	/** A mirror of another domain's bucket of the same name. */
	public static StreamSpec bucketMirror(String name, String ofDomain, long maxBytes) {
		return new StreamSpec(name, List.of(), ofDomain, Duration.ZERO, maxBytes, Duration.ZERO, 1);
	}

	/** Tells whether it is a key-value bucket, or a mirror of one. */
	boolean isBucket() {
		return this.maxPerSubject > 0;
	}

}
