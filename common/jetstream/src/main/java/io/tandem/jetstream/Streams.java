package io.tandem.jetstream;

import java.util.List;

/**
 * Several streams, as one bean: each is provisioned. Immutable.
 *
 * @param specs no two of the same name
 */
public record Streams(List<StreamSpec> specs) {

	public Streams {
		specs = List.copyOf(specs);
	}

	/** Returns the streams given. */
	public static Streams of(StreamSpec... specs) {
		return new Streams(List.of(specs));
	}

}
