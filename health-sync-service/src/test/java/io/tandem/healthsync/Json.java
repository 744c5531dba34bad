package io.tandem.healthsync;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Reports as agents write them. */
public final class Json {

	private Json() {
	}

	public static String report(String agent, String machine, String status) {
		return "{\"agent\":\"%s\",\"machine\":\"%s\",\"status\":\"%s\",\"timestamp\":\"%s\",\"sequence\":0,\"metrics\":{\"queue_depth\":12.5}}"
			.formatted(agent, machine, status, Instant.now());
	}

	public static String report(String agent, String machine, String status, String epoch, long sequence) {
		return report(agent, machine, status).replace("\"sequence\":0",
				"\"epoch\":\"%s\",\"sequence\":%d".formatted(epoch, sequence));
	}

	public static byte[] bytes(String json) {
		return json.getBytes(StandardCharsets.UTF_8);
	}

}
