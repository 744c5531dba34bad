package io.tandem.jetstream;

import static org.awaitility.Awaitility.await;

import io.tandem.jetstream.StreamReader.Following;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a stream holds, read from its beginning. */
final class StreamContents {

	private StreamContents() {
	}

	/** Returns the message ids, in order, once there are at least so many. */
	static List<String> ids(TestService service, String stream, int atLeast) {
		List<String> ids = new ArrayList<>();
		try (Following following = service.reader().follow(stream, Instant.EPOCH, (message) -> {
			synchronized (ids) {
				ids.add(message.header("Nats-Msg-Id"));
			}
		})) {
			await().atMost(Duration.ofSeconds(20)).until(following::isCaughtUp);
			await().atMost(Duration.ofSeconds(20)).until(() -> size(ids) >= atLeast);
		}
		return ids;
	}

	private static int size(List<String> ids) {
		synchronized (ids) {
			return ids.size();
		}
	}

}
