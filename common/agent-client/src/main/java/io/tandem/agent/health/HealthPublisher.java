package io.tandem.agent.health;

import io.tandem.agent.push.HttpCall;
import io.tandem.agent.push.PushClient;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthReports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends health reports, numbered within this life of the agent. A number is used once,
 * whether its report arrived or not, so a hole means a lost report; nothing is kept for
 * later, as only the newest state matters. Confined to one thread at a time; the counts
 * may be read by anyone.
 */
public final class HealthPublisher {

	private static final Logger logger = LoggerFactory.getLogger(HealthPublisher.class);

	private final HttpClient http;

	private final URI uri;

	private final String agent;

	private final String machine;

	private final String epoch;

	private final Duration timeout;

	private final InstantSource clock;

	private volatile long sequence;

	private volatile long failures;

	private @Nullable String trouble;

	/**
	 * Makes a publisher.
	 * @param http see {@link HttpCall#client}; not closed here
	 * @param base the health-sync-service's address
	 * @param epoch this life of the agent, another one after each start
	 */
	public HealthPublisher(HttpClient http, URI base, String agent, String machine, String epoch, Duration timeout,
			InstantSource clock) {
		this.http = http;
		this.uri = base.resolve("/api/v1/health");
		this.agent = agent;
		this.machine = machine;
		this.epoch = epoch;
		this.timeout = timeout;
		this.clock = clock;
	}

	/** Sends a report; tells whether it was answered 2xx. */
	@SuppressWarnings("NonAtomicOperationOnVolatileField")
	public boolean publish(AgentHealth.State state) throws InterruptedException {
		this.sequence++;
		String why = send(state);
		if (why == null) {
			recovered();
			return true;
		}
		this.failures++;
		if (!why.equals(this.trouble)) {
			this.trouble = why;
			logger.atWarn()
				.addKeyValue("reason", why)
				.addKeyValue("uri", this.uri)
				.log("A health report was not taken");
		}
		return false;
	}

	/** Returns the number of the last report, 0 if there is none. */
	public long sequence() {
		return this.sequence;
	}

	/** Returns how many reports were not taken. */
	public long failures() {
		return this.failures;
	}

	private @Nullable String send(AgentHealth.State state) throws InterruptedException {
		try {
			HealthReport report = new HealthReport(this.agent, this.machine, state.status(), this.clock.instant(),
					this.sequence, this.epoch, state.metrics(), shortened(state.message()));
			HttpRequest request = HttpRequest.newBuilder(this.uri)
				.header("Content-Type", "application/json")
				.header(PushClient.AGENT_HEADER, this.agent)
				.POST(BodyPublishers.ofByteArray(HealthReports.write(report)))
				.build();
			HttpResponse<String> answer = HttpCall.send(this.http, request, this.timeout);
			int status = answer.statusCode();
			if (status / 100 == 2) {
				return null;
			}
			return "status " + status + ((status / 100 == 4) ? ": " + answer.body() : "");
		}
		catch (IOException | IllegalArgumentException ex) {
			return (ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getSimpleName();
		}
	}

	private void recovered() {
		if (this.trouble != null) {
			logger.atInfo().addKeyValue("failures", this.failures).log("Health reports are taken again");
			this.trouble = null;
		}
	}

	private static @Nullable String shortened(@Nullable String message) {
		return (message == null || message.length() <= HealthReport.MAX_MESSAGE_LENGTH) ? message
				: message.substring(0, HealthReport.MAX_MESSAGE_LENGTH);
	}

}
