package io.tandem.failover.control.api;

import io.tandem.failover.control.Subscribers;
import io.tandem.failover.control.Subscribers.Applied;
import io.tandem.failover.control.Subscribers.Subscription;
import io.tandem.failover.control.Words;
import io.tandem.failover.decision.Transition;
import io.tandem.failover.decision.Transition.Change;
import io.tandem.service.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells what changes as it changes (server-sent events): first {@code state} with all
 * that is held, then a {@code transition} for each change of a tier, of the route, or of
 * who decides. Its id is the decision's number; with a gap in them something was missed.
 */
@RestController
class StreamController {

	private static final long HEARTBEAT_MILLIS = 15_000;

	/** How soon a stream notices that the service stops. */
	private static final long TURN_MILLIS = 500;

	private final Subscribers subscribers;

	private final StateReport report;

	private volatile boolean stopping;

	StreamController(Subscribers subscribers, StateReport report) {
		this.subscribers = subscribers;
		this.report = report;
	}

	/** Open streams must not hold up the end of the web server. */
	@EventListener
	void stopping(ContextClosedEvent event) {
		this.stopping = true;
	}

	@GetMapping(path = "/api/v1/failover/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter stream() {
		this.report.current();
		Subscription subscription = this.subscribers.subscribe()
			.orElseThrow(() -> new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "too-many-subscribers",
					this.subscribers.most() + " listen already", Duration.ofSeconds(10)));
		SseEmitter emitter = new SseEmitter(0L);
		emitter.onCompletion(subscription::close);
		emitter.onError((failure) -> subscription.close());
		Thread.ofVirtual().name("failover-stream").start(() -> serve(emitter, subscription));
		return emitter;
	}

	private void serve(SseEmitter emitter, Subscription subscription) {
		try (subscription) {
			emitter.send(SseEmitter.event().name("state").data(this.report.state(), MediaType.APPLICATION_JSON));
			long silent = 0;
			while (!this.stopping && !subscription.isDropped()) {
				Applied next = subscription.next(TURN_MILLIS);
				if (next != null) {
					emitter.send(SseEmitter.event()
						.name("transition")
						.id(Long.toString(next.transition().number()))
						.data(view(next), MediaType.APPLICATION_JSON));
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

	private static TransitionView view(Applied applied) {
		Transition transition = applied.transition();
		Change change = transition.change();
		return switch (change) {
			case Change.OfTier tier ->
				view(applied, "tier", tier.tier().toString(), Words.of(tier.from()), Words.of(tier.to()));
			case Change.OfRoute route -> view(applied, "route", null, route.from().toString(), route.to().toString());
			case Change.OfOverride _ -> view(applied, "override", null, null, null);
		};
	}

	private static TransitionView view(Applied applied, String kind, @Nullable String tier, @Nullable String from,
			@Nullable String to) {
		Transition transition = applied.transition();
		return new TransitionView(transition.number(), StateReport.shown(applied.at()), kind, tier, from, to,
				transition.trigger(), transition.why(), Words.of(transition.change()));
	}

	/**
	 * A decision in short; its evidence is at {@code /api/v1/failover/decisions}.
	 *
	 * @param tier what has changed, if it is a tier
	 * @param change the same in words
	 */
	record TransitionView(long number, Instant at, String kind, @Nullable String tier, @Nullable String from,
			@Nullable String to, String trigger, String why, String change) {
	}

}
