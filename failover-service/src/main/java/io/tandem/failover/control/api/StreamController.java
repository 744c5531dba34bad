package io.tandem.failover.control.api;

import io.tandem.failover.control.Subscribers;
import io.tandem.failover.control.Subscribers.Applied;
import io.tandem.failover.control.Words;
import io.tandem.failover.decision.Transition;
import io.tandem.failover.decision.Transition.Change;
import io.tandem.service.EventStreams;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
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

	private final Subscribers subscribers;

	private final StateReport report;

	private final EventStreams streams;

	StreamController(Subscribers subscribers, StateReport report, EventStreams streams) {
		this.subscribers = subscribers;
		this.report = report;
		this.streams = streams;
	}

	@GetMapping(path = "/api/v1/failover/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter stream() {
		this.report.current();
		return this.streams.open("failover-stream", this.subscribers.listeners(), this.report::state,
				(next) -> SseEmitter.event()
					.name("transition")
					.id(Long.toString(next.transition().number()))
					.data(view(next), MediaType.APPLICATION_JSON));
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
