package io.tandem.hub.mirror;

import io.nats.client.JetStreamApiException;
import io.tandem.jetstream.NatsUnavailableException;
import io.tandem.service.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows how the mirrors on this machine's broker and their origins compare. */
@RestController
class MirrorsController {

	private static final Pattern POSITION = Pattern.compile("([A-Za-z0-9_-]{1,64}):(\\d{1,18})");

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
	 * Returns where streams of this machine's broker end; one that is not there is left
	 * out.
	 * @param at the streams, each with the sequence of the message whose time is asked
	 * for, or 0: {@code METRICS_PC2:4711}
	 */
	@GetMapping("/api/v1/streams")
	Collection<StreamEnd> streams(@RequestParam List<String> at) {
		Map<String, Long> sequences = new LinkedHashMap<>();
		at.stream().map(MirrorsController::position).forEach((position) -> sequences.put(position.name, position.at));
		try {
			return this.streams.ends(sequences).values();
		}
		catch (NatsUnavailableException | IOException | JetStreamApiException | IllegalStateException ex) {
			throw new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "store-unavailable",
					"this machine's broker does not answer", Duration.ofSeconds(2));
		}
	}

	private static Position position(String at) {
		Matcher matcher = POSITION.matcher(at);
		if (!matcher.matches()) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-position",
					"not a stream and a sequence, as in METRICS_PC2:4711: at=" + at);
		}
		return new Position(matcher.group(1), Long.parseLong(matcher.group(2)));
	}

	private record Position(String name, long at) {
	}

}
