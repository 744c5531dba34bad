package io.tandem.service;

import io.tandem.service.Listeners.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * Tells listeners by server-sent events what changes: first {@code state}, then each
 * change, and a comment now and then while there is none. Thread-safe.
 */
public final class EventStreams {

	private static final long HEARTBEAT_MILLIS = 15_000;

	/** How soon a stream notices that the service stops. */
	private static final long TURN_MILLIS = 500;

	private volatile boolean stopping;

	/** Open streams must not hold up the end of the web server. */
	@EventListener
	void stopping(ContextClosedEvent event) {
		this.stopping = true;
	}

	/**
	 * Opens a stream, served by a virtual thread of its own.
	 * @param name the thread's
	 * @param state all that is held, as it is when the stream begins
	 * @param event the event of a change
	 * @throws ProblemException {@code too-many-subscribers} if there are too many
	 * listeners
	 */
	public <T> SseEmitter open(String name, Listeners<T> listeners, Supplier<?> state,
			Function<T, SseEventBuilder> event) {
		Subscription<T> subscription = listeners.subscribe()
			.orElseThrow(() -> new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "too-many-subscribers",
					listeners.most() + " listen already", Duration.ofSeconds(10)));
		SseEmitter emitter = new SseEmitter(0L);
		emitter.onCompletion(subscription::close);
		emitter.onError((failure) -> subscription.close());
		Thread.ofVirtual().name(name).start(() -> serve(emitter, subscription, state, event));
		return emitter;
	}

	private <T> void serve(SseEmitter emitter, Subscription<T> subscription, Supplier<?> state,
			Function<T, SseEventBuilder> event) {
		try (subscription) {
			emitter.send(SseEmitter.event().name("state").data(state.get(), MediaType.APPLICATION_JSON));
			long silent = 0;
			while (!this.stopping && !subscription.isDropped()) {
				T next = subscription.next(TURN_MILLIS);
				if (next != null) {
					emitter.send(event.apply(next));
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
