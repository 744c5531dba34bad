package io.tandem.hub.probe;

import io.tandem.service.ProblemException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers only when a message has been through the hub. */
@RestController
class ProbeController {

	private static final double NANOS_PER_MICRO = 1000;

	private final RoundTrips trips;

	ProbeController(RoundTrips trips) {
		this.trips = trips;
	}

	@PostMapping("/api/v1/probe")
	ProbeView probe() throws InterruptedException {
		return switch (this.trips.make()) {
			case ProbeResult.Seen seen ->
				new ProbeView(seen.stream(), seen.sequence(), millis(seen.writeNanos()), millis(seen.readNanos()));
			case ProbeResult.WriteFailed failed -> throw failed("write: " + failed.detail());
			case ProbeResult.ReadFailed failed -> throw failed("read: " + failed.detail());
		};
	}

	private static ProblemException failed(String detail) {
		return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "probe-failed", detail);
	}

	private static double millis(long nanos) {
		return Math.round(nanos / NANOS_PER_MICRO) / NANOS_PER_MICRO;
	}

	/**
	 * What a probe has shown.
	 *
	 * @param writeMillis until the stream had acknowledged the message
	 * @param readMillis from the same start until the window's reader had it
	 */
	record ProbeView(String stream, long sequence, double writeMillis, double readMillis) {
	}

}
