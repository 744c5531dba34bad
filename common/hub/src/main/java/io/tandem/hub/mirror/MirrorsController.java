package io.tandem.hub.mirror;

import io.nats.client.JetStreamApiException;
import io.tandem.jetstream.NatsUnavailableException;
import io.tandem.service.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows how the mirrors on this machine's broker and their origins compare. */
@RestController
class MirrorsController {

	private final MirrorWatch watch;

	private final LocalStreams streams;

	MirrorsController(MirrorWatch watch, LocalStreams streams) {
		this.watch = watch;
		this.streams = streams;
	}

	@GetMapping("/api/v1/mirrors")
	List<MirrorView> mirrors() {
		return this.watch.views();
	}

	/**
	 * Returns where a stream of this machine's broker ends.
	 * @param sequence of a message whose time is asked for; 0 for none
	 */
	@GetMapping("/api/v1/streams/{stream}")
	StreamEnd stream(@PathVariable String stream, @RequestParam(defaultValue = "0") long sequence) {
		if (!stream.matches("[A-Za-z0-9_-]{1,64}")) {
			throw new ProblemException(HttpStatus.NOT_FOUND, "unknown-stream", "not a stream's name: stream=" + stream);
		}
		try {
			return this.streams.end(stream, sequence);
		}
		catch (JetStreamApiException ex) {
			throw new ProblemException(HttpStatus.NOT_FOUND, "unknown-stream",
					"this machine's broker has no such stream: stream=" + stream);
		}
		catch (NatsUnavailableException | IOException | IllegalStateException ex) {
			throw new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "store-unavailable",
					"this machine's broker does not answer", Duration.ofSeconds(2));
		}
	}

}
