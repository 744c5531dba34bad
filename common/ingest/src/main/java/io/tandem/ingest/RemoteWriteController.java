package io.tandem.ingest;

import io.tandem.ingest.PushedRecord.Lane;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.ingest.RecordIntake.Outcome;
import io.tandem.wire.identity.RecordRange;
import io.tandem.wire.remotewrite.IdentifiedWrite;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.remotewrite.WriteLimits;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.remotewrite.WriteSummary;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes Prometheus remote write 1.0. The body is read into one array, walked once to
 * check it, and handed over as it came: nothing is decoded into objects or encoded again.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec/">Remote write
 * 1.0</a>
 */
@RestController
class RemoteWriteController {

	private static final String PROTOBUF = "application/x-protobuf";

	private static final String WRITE_2 = "io.prometheus.write.v2";

	private static final String WRITE_1_MESSAGE = "prometheus.WriteRequest";

	private final RecordIntake intake;

	private final InFlightBytes inFlight;

	private final IngestMeters meters;

	private final Refusals refusals;

	private final InstantSource clock;

	private final WriteLimits limits;

	private final WriteLimits forwardedLimits;

	RemoteWriteController(RecordIntake intake, IngestProperties properties, InFlightBytes inFlight, IngestMeters meters,
			Refusals refusals, InstantSource clock) {
		this.intake = intake;
		this.inFlight = inFlight;
		this.meters = meters;
		this.refusals = refusals;
		this.clock = clock;
		this.limits = properties.writeLimits();
		this.forwardedLimits = properties.forwardedLimits();
	}

	@PostMapping("/api/v1/write")
	void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
		long start = System.nanoTime();
		try (InFlightBytes.Share share = this.inFlight.open()) {
			requireSnappyProtobuf(request);
			PushedRecord record = read(request, share);
			// Prometheus sends metadata alone now and then: nothing in it to store
			boolean isEmpty = record.summary().series() == 0 && record.range() == null;
			switch (isEmpty ? new Outcome.Durable() : this.intake.accept(record)) {
				case Outcome.Durable() -> {
					this.meters.accepted(record.summary(), record.body().length);
					response.setStatus(HttpServletResponse.SC_NO_CONTENT);
				}
				case Outcome.HandedOn(String route) -> {
					this.meters.accepted(record.summary(), record.body().length);
					response.setHeader(Outcome.HandedOn.ROUTE_HEADER, route);
					response.setStatus(HttpServletResponse.SC_NO_CONTENT);
				}
				case Outcome.Refused refused -> throw this.refusals.problem(refused);
				case Outcome.TooMany tooMany -> throw this.refusals.problem(tooMany);
				case Outcome.Impossible impossible -> throw this.refusals.problem(impossible);
			}
		}
		catch (RefusedException ex) {
			throw this.refusals.problem(ex);
		}
		finally {
			this.meters.handledSince(start);
		}
	}

	private PushedRecord read(HttpServletRequest request, InFlightBytes.Share share) throws IOException {
		RecordRange range = range(request);
		long now = this.clock.millis();
		long acceptedAt = acceptedAt(request, now);
		Protocol protocol = Protocol.REMOTE_WRITE;
		Lane lane = Lane.LIVE;
		if (range != null) {
			protocol = constant(request, PushedRecord.PROTOCOL_HEADER, protocol);
			lane = constant(request, PushedRecord.LANE_HEADER, lane);
		}
		WriteLimits limits = (range != null) ? this.forwardedLimits : this.limits;
		byte[] body = RequestBody.read(request, limits.maxCompressedBytes(), share);
		long unpacked = Math.min(claimedLength(body), limits.maxUncompressedBytes());
		share.add(unpacked);
		try {
			if (range == null && this.intake.wantsPushedBy()) {
				IdentifiedWrite write = WriteRequests.identify(body, limits, now);
				PushedBy by = new PushedBy(request.getHeader(PushedBy.AGENT_HEADER), write.firstSeries());
				return new PushedRecord(body, write.summary(), protocol, null, lane, acceptedAt, by);
			}
			WriteSummary summary = WriteRequests.validate(body, limits, now);
			return new PushedRecord(body, summary, protocol, range, lane, acceptedAt, null);
		}
		catch (InvalidWriteRequestException ex) {
			throw RefusedException.of(ex);
		}
		finally {
			share.subtract(unpacked);
		}
	}

	private static void requireSnappyProtobuf(HttpServletRequest request) {
		String encoding = request.getHeader("Content-Encoding");
		if (!"snappy".equalsIgnoreCase(encoding)) {
			throw new RefusedException(Refusal.UNSUPPORTED_ENCODING,
					"remote write needs Content-Encoding: snappy (the block format), got " + encoding);
		}
		String type = request.getContentType();
		if (type == null || type.equals(PROTOBUF)) {
			return;
		}
		String[] parts = type.split(";");
		if (!parts[0].strip().equalsIgnoreCase(PROTOBUF)) {
			throw new RefusedException(Refusal.UNSUPPORTED_MEDIA_TYPE,
					"remote write needs Content-Type: " + PROTOBUF + ", got " + type);
		}
		for (int i = 1; i < parts.length; i++) {
			String parameter = parts[i].strip().replace("\"", "");
			if (!parameter.toLowerCase(Locale.ROOT).startsWith("proto=")) {
				continue;
			}
			String message = parameter.substring("proto=".length());
			if (message.startsWith(WRITE_2)) {
				throw new RefusedException(Refusal.UNSUPPORTED_WRITE_VERSION,
						"remote write 1.0 only: set protobuf_message: prometheus.WriteRequest in remote_write, got "
								+ message);
			}
			if (!message.equals(WRITE_1_MESSAGE)) {
				throw new RefusedException(Refusal.UNSUPPORTED_MEDIA_TYPE,
						"remote write needs a " + WRITE_1_MESSAGE + ", got " + message);
			}
		}
	}

	private static @Nullable RecordRange range(HttpServletRequest request) {
		try {
			return RecordRange.readFrom(request::getHeader).orElse(null);
		}
		catch (IllegalArgumentException ex) {
			throw new RefusedException(Refusal.BAD_HEADER, String.valueOf(ex.getMessage()));
		}
	}

	private static long acceptedAt(HttpServletRequest request, long now) {
		String header = request.getHeader(PushedRecord.ACCEPTED_AT_HEADER);
		if (header == null) {
			return now;
		}
		try {
			return Long.parseLong(header);
		}
		catch (NumberFormatException ex) {
			throw new RefusedException(Refusal.BAD_HEADER,
					PushedRecord.ACCEPTED_AT_HEADER + " must be milliseconds since the Unix epoch, got " + header);
		}
	}

	/**
	 * Returns the constant that the header names, or the one given where it is not there.
	 */
	private static <E extends Enum<E>> E constant(HttpServletRequest request, String name, E absent) {
		String header = request.getHeader(name);
		if (header == null) {
			return absent;
		}
		Class<E> type = absent.getDeclaringClass();
		try {
			return Enum.valueOf(type, header);
		}
		catch (IllegalArgumentException ex) {
			throw new RefusedException(Refusal.BAD_HEADER, name + " must be one of "
					+ Arrays.toString(type.getEnumConstants()) + " where it is there, got " + header);
		}
	}

	/**
	 * Returns the length a snappy block claims to have unpacked, the varint in front of
	 * it; 0 where there is none to read.
	 */
	private static long claimedLength(byte[] block) {
		long length = 0;
		for (int i = 0; i < Math.min(5, block.length); i++) {
			length |= (long) (block[i] & 0x7f) << (7 * i);
			if (block[i] >= 0) {
				return length;
			}
		}
		return 0;
	}

}
