package io.tandem.binder;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;
import org.springframework.util.MimeType;

/**
 * Carries headers over between Spring's messages and NATS'. What is too much, too long or
 * not allowed in a NATS header is left out and counted. Immutable.
 */
final class HeaderMapping {

	static final int MAX_HEADERS = 64;

	static final int MAX_NAME_LENGTH = 128;

	static final int MAX_VALUE_LENGTH = 4096;

	private static final List<String> RESERVED_PREFIXES = List.of(JetStreamHeaders.PREFIX, "nats-", "spring.cloud.",
			"scst_");

	private static final Set<String> SPRING_ONLY = Set.of(MessageHeaders.ID, MessageHeaders.TIMESTAMP,
			MessageHeaders.REPLY_CHANNEL, MessageHeaders.ERROR_CHANNEL);

	private final Runnable dropped;

	/**
	 * @param dropped told of each header that could not go out
	 */
	HeaderMapping(Runnable dropped) {
		this.dropped = dropped;
	}

	/** Returns the NATS headers for a message that goes out. */
	Map<String, String> outbound(MessageHeaders headers) {
		Map<String, String> mapped = new LinkedHashMap<>();
		headers.forEach((name, value) -> {
			if (SPRING_ONLY.contains(name) || isReserved(name)) {
				return;
			}
			String text = text(value);
			if (text == null) {
				return;
			}
			if (mapped.size() < MAX_HEADERS && isName(name) && isValue(text)) {
				mapped.put(name, text);
			}
			else {
				this.dropped.run();
			}
		});
		return mapped;
	}

	/** Returns the Spring headers for a message that came in. */
	Map<String, Object> inbound(Message message, boolean replayed) {
		Map<String, Object> mapped = new HashMap<>();
		Headers headers = message.getHeaders();
		if (headers != null) {
			for (String name : headers.keySet()) {
				if (!SPRING_ONLY.contains(name) && !isReserved(name)) {
					String value = headers.getFirst(name);
					if (value != null) {
						mapped.put(name, value);
					}
				}
			}
			String messageId = headers.getFirst("Nats-Msg-Id");
			if (messageId != null) {
				mapped.put(JetStreamHeaders.RECEIVED_MESSAGE_ID, messageId);
			}
		}
		NatsJetStreamMetaData meta = message.metaData();
		mapped.put(JetStreamHeaders.STREAM, meta.getStream());
		mapped.put(JetStreamHeaders.SEQUENCE, meta.streamSequence());
		mapped.put(JetStreamHeaders.TIMESTAMP, meta.timestamp().toInstant());
		mapped.put(JetStreamHeaders.SUBJECT, message.getSubject());
		mapped.put(JetStreamHeaders.DELIVERIES, meta.deliveredCount());
		mapped.put(JetStreamHeaders.REPLAYED, replayed);
		return mapped;
	}

	private static boolean isReserved(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		return RESERVED_PREFIXES.stream().anyMatch(lower::startsWith);
	}

	private static @Nullable String text(@Nullable Object value) {
		return switch (value) {
			case String text -> text;
			case Number number -> number.toString();
			case Boolean flag -> flag.toString();
			case MimeType type -> type.toString();
			case null, default -> null;
		};
	}

	private static boolean isName(String name) {
		return !name.isEmpty() && name.length() <= MAX_NAME_LENGTH
				&& name.chars().allMatch((c) -> c > 32 && c < 127 && c != ':');
	}

	private static boolean isValue(String value) {
		return value.length() <= MAX_VALUE_LENGTH && value.chars().allMatch((c) -> c < 127 && c >= 32 || c == '\t');
	}

}
