package io.tandem.hub.window;

import io.tandem.jetstream.StreamMessage;
import io.tandem.jetstream.StreamReader;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A reader whose messages the test hands over itself. */
class FakeReader implements StreamReader {

	final Map<String, Followed> followed = new LinkedHashMap<>();

	@Override
	public Following follow(String stream, Instant from, Consumer<StreamMessage> handler) {
		Followed opened = new Followed(from, handler);
		this.followed.put(stream, opened);
		return opened;
	}

	@Override
	public Durable durable(String stream, String durable) {
		throw new UnsupportedOperationException();
	}

	static final class Followed implements Following {

		final Instant from;

		final Consumer<StreamMessage> handler;

		boolean caughtUp;

		boolean closed;

		private Followed(Instant from, Consumer<StreamMessage> handler) {
			this.from = from;
			this.handler = handler;
		}

		@Override
		public boolean isCaughtUp() {
			return this.caughtUp;
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
