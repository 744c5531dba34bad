package io.tandem.healthsync.desk;

import io.tandem.service.EventStreams;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells what changes as it changes (server-sent events): first {@code state} with all
 * machines in short, then an {@code agent} for each that reports another status than
 * before, with its epoch and sequence, and an {@code incident} for each change of one.
 */
@RestController
class HealthStreamController {

	private final Changes changes;

	private final ClusterSummary summary;

	private final EventStreams streams;

	HealthStreamController(Changes changes, ClusterSummary summary, EventStreams streams) {
		this.changes = changes;
		this.summary = summary;
		this.streams = streams;
	}

	@GetMapping(path = "/api/v1/health/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter stream() {
		return this.streams.open("health-stream", this.changes.listeners(), this.summary::now,
				(next) -> SseEmitter.event()
					.name(next.name())
					.id(Long.toString(next.number()))
					.data(next.data(), MediaType.APPLICATION_JSON));
	}

}
