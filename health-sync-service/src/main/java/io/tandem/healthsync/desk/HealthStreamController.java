package io.tandem.healthsync.desk;

import io.tandem.healthsync.desk.Changes.Change;
import io.tandem.healthsync.desk.Changes.Subscription;
import io.tandem.service.ProblemException;
import java.io.IOException;
import java.time.Duration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
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

	private static final long HEARTBEAT_MILLIS = 15_000;

	/** How soon a stream notices that the service stops. */
	private static final long TURN_MILLIS = 500;

	private final Changes changes;

	private final ClusterSummary summary;

	private volatile boolean stopping;

	HealthStreamController(Changes changes, ClusterSummary summary) {
		this.changes = changes;
		this.summary = summary;
	}

	/** Open streams must not hold up the end of the web server. */
	@EventListener
	void stopping(ContextClosedEvent event) {
		this.stopping = true;
	}

	@GetMapping(path = "/api/v1/health/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter stream() {
		Subscription subscription = this.changes.subscribe()
			.orElseThrow(() -> new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "too-many-subscribers",
					Changes.MOST + " listen already", Duration.ofSeconds(10)));
		SseEmitter emitter = new SseEmitter(0L);
		emitter.onCompletion(subscription::close);
		emitter.onError((failure) -> subscription.close());
		Thread.ofVirtual().name("health-stream").start(() -> serve(emitter, subscription));
		return emitter;
	}

	private void serve(SseEmitter emitter, Subscription subscription) {
		try (subscription) {
			emitter.send(SseEmitter.event().name("state").data(this.summary.now(), MediaType.APPLICATION_JSON));
			long silent = 0;
			while (!this.stopping && !subscription.isDropped()) {
				Change next = subscription.next(TURN_MILLIS);
				if (next != null) {
					emitter.send(SseEmitter.event()
						.name(next.name())
						.id(Long.toString(next.number()))
						.data(next.data(), MediaType.APPLICATION_JSON));
					silent = 0;
				}
				else {
					silent += TURN_MILLIS;
					if (silent >= HEARTBEAT_MILLIS) {
						emitter.send(SseEmitter.event().comment("still here"));
						silent = 0;
					}
				}
			}
			emitter.complete();
		}
		catch (IOException | IllegalStateException ex) {
			// it has gone
			emitter.completeWithError(ex);
		}
		catch (InterruptedException ex) {
			emitter.complete();
		}
	}

}
