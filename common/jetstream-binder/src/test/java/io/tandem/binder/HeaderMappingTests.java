package io.tandem.binder;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.MessageHeaders;
import org.springframework.util.MimeTypeUtils;

class HeaderMappingTests {

	private final AtomicInteger dropped = new AtomicInteger();

	private final HeaderMapping mapping = new HeaderMapping(this.dropped::incrementAndGet);

	@Test
	void textNumbersAndFlagsGoOutAsText() {
		assertThat(outbound(Map.of("name", "ada", "count", 3, "share", 0.5, "urgent", true, MessageHeaders.CONTENT_TYPE,
				MimeTypeUtils.APPLICATION_JSON, "thing", new Object())))
			.containsOnly(Map.entry("name", "ada"), Map.entry("count", "3"), Map.entry("share", "0.5"),
					Map.entry("urgent", "true"), Map.entry("contentType", "application/json"));
	}

	@Test
	void namesOfTheBinderTheServerAndSpringDoNotGoOut() {
		assertThat(outbound(Map.of("nats_msgId", "1", "nats_subject", "a.b", "Nats-Expected-Stream", "S", "nats-msg-id",
				"2", "spring.cloud.stream.sendto.destination", "x", "scst_partition", 1, "errorChannel", "errors")))
			.isEmpty();
		assertThat(this.dropped).hasValue(0);
	}

	@Test
	void whatNatsCannotCarryIsLeftOutAndCounted() {
		assertThat(outbound(Map.of("bad name", "x", "a:b", "x", "lines", "a\r\nb: c", "umlaut", "\u00e4", "long",
				"x".repeat(HeaderMapping.MAX_VALUE_LENGTH + 1), "y".repeat(HeaderMapping.MAX_NAME_LENGTH + 1), "x",
				"ok", "x")))
			.containsOnlyKeys("ok");
		assertThat(this.dropped).hasValue(6);
	}

	@Test
	void theNumberOfHeadersIsBounded() {
		Map<String, Object> many = new HashMap<>();
		for (int i = 0; i < 100; i++) {
			many.put("h" + i, i);
		}

		assertThat(outbound(many)).hasSize(HeaderMapping.MAX_HEADERS);
		assertThat(this.dropped).hasValue(100 - HeaderMapping.MAX_HEADERS);
	}

	@Test
	void anAbsentHeaderValueIsNothing() {
		Map<String, Object> headers = new HashMap<>();
		headers.put("none", null);
		assertThat(this.mapping.outbound(new MessageHeaders(headers))).isEmpty();
	}

	private Map<String, String> outbound(Map<String, Object> headers) {
		return this.mapping.outbound(new MessageHeaders(headers));
	}

	@Test
	void everythingThatGoesOutIsAcceptedByNats() {
		Headers headers = new Headers();
		outbound(Map.of("tab", "a\tb", "ascii", "!~ {}", "empty", "")).forEach(headers::put);
		assertThat(NatsMessage.builder().subject("a").headers(headers).build().getHeaders().getFirst("tab"))
			.isEqualTo("a\tb");
	}

}
