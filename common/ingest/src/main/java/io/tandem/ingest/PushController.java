package io.tandem.ingest;

import io.tandem.ingest.PushedRecord.Lane;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.ingest.RecordIntake.Outcome;
import io.tandem.wire.exposition.Expositions;
import io.tandem.wire.exposition.MetricFamily;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.remotewrite.WriteLimits;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.remotewrite.WriteSummary;
import io.tandem.wire.series.Labels;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes pushes as the Pushgateway does, with its paths, formats and status codes. A push
 * becomes one record: its samples at the time of receipt, stale markers for the series
 * that it ends, and the group's two push times.
 *
 * <p>
 * Differences, all on purpose: values do not stay visible for ever (see
 * {@link PushGroups}); two groups may push one metric name with different types (nothing
 * here shows them in one exposition); a group label with an empty value is no label, so
 * it makes no group of its own; a refused push stores nothing, so its
 * {@code push_failure_time_seconds} goes out with the next accepted one; OpenMetrics is
 * parsed as such; an unknown Content-Encoding is refused instead of ignored.
 *
 * @see <a href="https://github.com/prometheus/pushgateway#api">Pushgateway, API</a>
 */
@RestController
class PushController {

	private static final String PATH = "/metrics/job/{*labels}";

	private static final String BASE64_PATH = "/metrics/job@base64/{*labels}";

	private final RecordIntake intake;

	private final PushGroups groups;

	private final InFlightBytes inFlight;

	private final IngestMeters meters;

	private final Refusals refusals;

	private final WriteLimits limits;

	private final int maxBody;

	PushController(RecordIntake intake, PushGroups groups, IngestProperties properties, InFlightBytes inFlight,
			IngestMeters meters, Refusals refusals) {
		this.intake = intake;
		this.groups = groups;
		this.inFlight = inFlight;
		this.meters = meters;
		this.refusals = refusals;
		this.limits = properties.writeLimits();
		this.maxBody = Math.toIntExact(properties.maxPushBody().toBytes());
	}

	@PutMapping({ PATH, BASE64_PATH })
	void replace(HttpServletRequest request, HttpServletResponse response) throws IOException {
		push(request, response, true);
	}

	@PostMapping({ PATH, BASE64_PATH })
	void update(HttpServletRequest request, HttpServletResponse response) throws IOException {
		push(request, response, false);
	}

	@DeleteMapping({ PATH, BASE64_PATH })
	void delete(HttpServletRequest request, HttpServletResponse response) {
		long start = System.nanoTime();
		try {
			Labels key = Labels.of(groupLabels(request));
			change(request, response, key, 0, (group) -> group.isDeleted() ? Optional.empty()
					: Optional.of(group.delete(this.groups.nextMillis(group))));
			response.setStatus(HttpServletResponse.SC_ACCEPTED);
		}
		catch (RefusedException ex) {
			throw this.refusals.problem(ex);
		}
		finally {
			this.meters.handledSince(start);
		}
	}

	private void push(HttpServletRequest request, HttpServletResponse response, boolean replacesAll)
			throws IOException {
		long start = System.nanoTime();
		try (InFlightBytes.Share share = this.inFlight.open()) {
			Map<String, String> labels = groupLabels(request);
			Labels key = Labels.of(labels);
			byte[] body = body(request, share);
			share.add((long) body.length * IngestProperties.PARSED_BYTES_PER_TEXT_BYTE);
			PushedMetrics pushed = metrics(key, labels, body, request.getContentType());
			change(request, response, key, body.length,
					(group) -> Optional.of(group.push(pushed, replacesAll, this.groups.nextMillis(group))));
			response.setStatus(HttpServletResponse.SC_OK);
		}
		catch (RefusedException ex) {
			throw this.refusals.problem(ex);
		}
		finally {
			this.meters.handledSince(start);
		}
	}

	/**
	 * Makes one change of a group durable and then remembers it. Changes of one group
	 * wait for each other, so that a stale marker cannot overtake the sample it ends.
	 */
	private void change(HttpServletRequest request, HttpServletResponse response, Labels key, int bodyBytes,
			Function<PushedGroup, Optional<PushedGroup.Change>> decide) {
		Lock lock = this.groups.lockOf(key);
		lock.lock();
		try {
			PushedGroup.Change change = decide.apply(this.groups.get(key)).orElse(null);
			if (change == null) {
				return;
			}
			PushedRecord record = record(request, key, change);
			switch (this.intake.accept(record)) {
				case Outcome.Durable() -> {
					this.groups.put(change.after());
					this.meters.accepted(record.summary(), bodyBytes);
				}
				case Outcome.HandedOn(String route) -> {
					response.setHeader(Outcome.HandedOn.ROUTE_HEADER, route);
					this.groups.put(change.after());
					this.meters.accepted(record.summary(), bodyBytes);
				}
				case Outcome.Refused refused -> throw this.refusals.problem(refused);
				case Outcome.TooMany tooMany -> throw this.refusals.problem(tooMany);
				case Outcome.Impossible impossible -> throw this.refusals.problem(impossible);
			}
		}
		finally {
			lock.unlock();
		}
	}

	private PushedRecord record(HttpServletRequest request, Labels key, PushedGroup.Change change) {
		byte[] body = WriteRequests.encode(change.record());
		long millis = change.after().lastMillis();
		try {
			WriteSummary summary = WriteRequests.validate(body, this.limits, millis);
			PushedBy by = this.intake.wantsPushedBy() ? new PushedBy(request.getHeader(PushedBy.AGENT_HEADER), key)
					: null;
			return new PushedRecord(body, summary, Protocol.PUSHGATEWAY, null, Lane.LIVE, millis, by);
		}
		catch (InvalidWriteRequestException ex) {
			throw RefusedException.of(ex);
		}
	}

	private PushedMetrics metrics(Labels key, Map<String, String> labels, byte[] body, @Nullable String contentType) {
		List<MetricFamily> families;
		try {
			families = Expositions.parse(body, Expositions.formatOf((contentType != null) ? contentType : ""));
		}
		catch (InvalidWriteRequestException ex) {
			throw RefusedException.of(ex);
		}
		try {
			return PushedMetrics.of(families, labels);
		}
		catch (RefusedException ex) {
			this.groups.failed(key);
			throw ex;
		}
	}

	private byte[] body(HttpServletRequest request, InFlightBytes.Share share) throws IOException {
		String type = request.getContentType();
		if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
			throw new RefusedException(Refusal.UNSUPPORTED_MEDIA_TYPE,
					"push the exposition itself (curl --data-binary), not a form: Content-Type=" + type);
		}
		String encoding = request.getHeader("Content-Encoding");
		boolean isGzip = "gzip".equalsIgnoreCase(encoding);
		if (!isGzip && encoding != null && !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
			throw new RefusedException(Refusal.UNSUPPORTED_ENCODING,
					"a push may have Content-Encoding: gzip or none, got " + encoding);
		}
		byte[] body = RequestBody.read(request, this.maxBody, share);
		return isGzip ? RequestBody.gunzip(body, this.maxBody, share) : body;
	}

	private static Map<String, String> groupLabels(HttpServletRequest request) {
		return PushPath.parse(request.getRequestURI().substring(request.getContextPath().length()));
	}

}
