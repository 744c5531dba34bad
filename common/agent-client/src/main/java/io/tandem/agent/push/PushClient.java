package io.tandem.agent.push;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends a body to the first target that takes it. One that does not answer, answers with
 * a 5xx, or asks to wait rests for a while and the next is asked meanwhile; after its
 * rest it is asked first again, which is how a push comes home to the gateway. While all
 * of them rest the first that did not ask to wait is tried all the same.
 *
 * <p>
 * A body whose answer was lost is sent to the next target too, so it may be stored twice:
 * the same samples at the same times, which a store takes as one.
 *
 * <p>
 * Thread-safe: one body is on its way at a time, the others wait.
 */
public final class PushClient {

	/** The header that names the agent. */
	public static final String AGENT_HEADER = "Tandem-Agent";

	private static final Set<Integer> FAULTS_OF_THE_BODY = Set.of(400, 413, 415, 422);

	private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

	private final ReentrantLock oneInFlight = new ReentrantLock();

	private final HttpClient http;

	private final String agent;

	private final List<Target> targets;

	private final Duration timeout;

	private final LongSupplier nanoTime;

	private final DoubleSupplier random;

	/**
	 * Makes a client.
	 * @param http see {@link HttpCall#client}; may be shared, and is not closed here
	 * @param agent how the agent is called in the fleet file
	 * @param timeout for one target's answer
	 */
	public PushClient(HttpClient http, String agent, PushTargets targets, Duration timeout) {
		this(http, agent, targets, timeout, System::nanoTime, RandomGenerator.getDefault()::nextDouble);
	}

	PushClient(HttpClient http, String agent, PushTargets targets, Duration timeout, LongSupplier nanoTime,
			DoubleSupplier random) {
		this.http = http;
		this.agent = agent;
		this.targets = targets.targets();
		this.timeout = timeout;
		this.nanoTime = nanoTime;
		this.random = random;
	}

	/** Sends a snappy-compressed WriteRequest, with all the time the targets may need. */
	public PushOutcome send(byte[] body) throws InterruptedException {
		return send(body, this.timeout.multipliedBy(this.targets.size()));
	}

	/**
	 * Sends a snappy-compressed WriteRequest.
	 * @param budget the longest that all targets together may take
	 */
	public PushOutcome send(byte[] body, Duration budget) throws InterruptedException {
		this.oneInFlight.lockInterruptibly();
		try {
			long deadline = this.nanoTime.getAsLong() + budget.toNanos();
			String detail = "all targets rest";
			boolean isAsked = false;
			for (Target target : this.targets) {
				long now = this.nanoTime.getAsLong();
				if (target.restNanos(now) == 0 && (deadline - now > 0 || !isAsked)) {
					isAsked = true;
					switch (ask(target, body, deadline)) {
						case PushOutcome.Unreachable unreachable -> detail = unreachable.detail();
						case PushOutcome outcome -> {
							return outcome;
						}
					}
				}
			}
			Target impatient = isAsked ? null : firstNotToldToWait();
			if (impatient != null) {
				switch (ask(impatient, body, deadline)) {
					case PushOutcome.Unreachable unreachable -> detail = unreachable.detail();
					case PushOutcome outcome -> {
						return outcome;
					}
				}
			}
			return new PushOutcome.Unreachable(detail, shortestRest());
		}
		finally {
			this.oneInFlight.unlock();
		}
	}

	List<Target> targets() {
		return this.targets;
	}

	private PushOutcome ask(Target target, byte[] body, long deadline) throws InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(target.uri())
			.header("Content-Encoding", "snappy")
			.header("Content-Type", "application/x-protobuf")
			.header("X-Prometheus-Remote-Write-Version", "0.1.0")
			.header("User-Agent", "tandem-agent-client")
			.header(AGENT_HEADER, this.agent)
			.POST(BodyPublishers.ofByteArray(body))
			.build();
		try {
			long left = Math.max(1, deadline - this.nanoTime.getAsLong());
			return answered(target,
					HttpCall.send(this.http, request, Duration.ofNanos(Math.min(left, this.timeout.toNanos()))));
		}
		catch (IOException ex) {
			String why = (ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getSimpleName();
			return failed(target, why, Duration.ZERO);
		}
	}

	private PushOutcome answered(Target target, HttpResponse<String> answer) {
		int status = answer.statusCode();
		if (status / 100 == 2) {
			target.answered();
			target.accepted.increment();
			return new PushOutcome.Accepted(target.name());
		}
		if (FAULTS_OF_THE_BODY.contains(status)) {
			target.answered();
			target.rejected.increment();
			return new PushOutcome.Rejected(target.name(), status, answer.body());
		}
		return failed(target, "status " + status, retryAfter(answer));
	}

	private PushOutcome failed(Target target, String why, Duration retryAfter) {
		long now = this.nanoTime.getAsLong();
		target.failed(now, retryAfter, this.random.getAsDouble());
		return new PushOutcome.Unreachable(target.name() + ": " + why, Duration.ofNanos(target.restNanos(now)));
	}

	private @Nullable Target firstNotToldToWait() {
		return this.targets.stream().filter((target) -> !target.isToldToWait()).findFirst().orElse(null);
	}

	private Duration shortestRest() {
		long now = this.nanoTime.getAsLong();
		return Duration.ofNanos(this.targets.stream().mapToLong((target) -> target.restNanos(now)).min().orElse(0));
	}

	/** Retry-After in seconds; a date, which nothing of Tandem sends, is not read. */
	private static Duration retryAfter(HttpResponse<?> answer) {
		try {
			long seconds = answer.headers().firstValue("Retry-After").map(Long::parseLong).orElse(0L);
			return Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_WAIT.toSeconds()));
		}
		catch (NumberFormatException ex) {
			return Duration.ZERO;
		}
	}

}
