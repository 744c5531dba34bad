package io.tandem.jetstream;

import java.time.Duration;
import java.util.Map;

/**
 * Stores messages in a stream and waits for its acknowledgement. Thread-safe.
 */
public interface StreamPublisher {

	/**
	 * Publishes and waits. Within the time given it tries again with the same message id
	 * after a lost connection or a missing answer; never throws for either.
	 * @param messageId goes out as {@code Nats-Msg-Id}; unique for this message
	 * @param within how long to try; the calling thread is blocked at most so long
	 */
	PublishOutcome publish(String subject, Map<String, String> headers, byte[] body, String messageId, Duration within);

}
