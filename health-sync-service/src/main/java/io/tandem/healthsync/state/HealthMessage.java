package io.tandem.healthsync.state;

import io.tandem.binder.JetStreamHeaders;
import io.tandem.service.MachineProperties;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthReports;
import io.tandem.wire.health.InvalidHealthReportException;
import io.tandem.wire.health.InvalidHealthReportException.Fault;
import io.tandem.wire.subject.Machine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.messaging.Message;

/**
 * A message of a health stream. Immutable, but for its body, which is not copied.
 *
 * @param machine whose stream it is in
 * @param stream that stream's name
 * @param position where it stands there
 * @param wasThere whether the stream had it already when it was opened
 * @param isRelayed whether it came into the stream by way of another machine
 */
public record HealthMessage(String machine, String stream, String subject, StreamPosition position, boolean wasThere,
		boolean isRelayed, byte[] body) {

	/**
	 * The header that names the machine which kept a report while the stream took none.
	 */
	public static final String RELAYED_BY = "Tandem-Relayed-By";

	/** Makes one that came straight into the stream. */
	public HealthMessage(String machine, String stream, String subject, StreamPosition position, boolean wasThere,
			byte[] body) {
		this(machine, stream, subject, position, wasThere, false, body);
	}

	/**
	 * Returns the machines of the fleet by the names of their streams, this one first.
	 */
	public static Map<String, String> machineOfStream(MachineProperties fleet) {
		Map<String, String> machineOfStream = new LinkedHashMap<>();
		fleet.all().forEach((machine) -> machineOfStream.put(machine.healthStream(), machine.name()));
		return machineOfStream;
	}

	/**
	 * Returns the messages of a batch as the binder hands it over.
	 * @param machineOfStream the machines by the names of their streams
	 * @throws IllegalStateException if they are not from one of the streams: the binding
	 * is wrong
	 */
	@SuppressWarnings("unchecked")
	public static List<HealthMessage> batch(Message<List<byte[]>> batch, Map<String, String> machineOfStream) {
		List<byte[]> bodies = batch.getPayload();
		Object each = batch.getHeaders().get(JetStreamHeaders.BATCH);
		if (!(each instanceof List<?> headers) || headers.size() != bodies.size()) {
			throw new IllegalStateException("not a batch of a stream: headers=" + batch.getHeaders().keySet());
		}
		List<HealthMessage> messages = new ArrayList<>(bodies.size());
		for (int i = 0; i < bodies.size(); i++) {
			messages.add(one((Map<String, Object>) headers.get(i), bodies.get(i), machineOfStream));
		}
		return messages;
	}

	private static HealthMessage one(Map<String, Object> headers, byte[] body, Map<String, String> machineOfStream) {
		String stream = Objects.toString(headers.get(JetStreamHeaders.STREAM), "");
		String machine = machineOfStream.get(stream);
		if (machine == null || !(headers.get(JetStreamHeaders.SEQUENCE) instanceof Long sequence)
				|| !(headers.get(JetStreamHeaders.TIMESTAMP) instanceof Instant storedAt)) {
			throw new IllegalStateException("not a message of a health stream: stream=" + stream + " known="
					+ machineOfStream.keySet() + " headers=" + headers.keySet());
		}
		return new HealthMessage(machine, stream, Objects.toString(headers.get(JetStreamHeaders.SUBJECT), ""),
				new StreamPosition(sequence, storedAt), Boolean.TRUE.equals(headers.get(JetStreamHeaders.REPLAYED)),
				headers.containsKey(RELAYED_BY), body);
	}

	/**
	 * Returns the report, be it of this stream's machine or, wrongly, of another one.
	 * @throws InvalidHealthReportException if it is no report, or not of the subject's
	 * agent
	 */
	public HealthReport report() throws InvalidHealthReportException {
		HealthReport report = HealthReports.read(this.body);
		String plain = new Machine(this.machine).healthSubject();
		if (!this.subject.equals(plain) && !this.subject.equals(plain + "." + report.agent())) {
			// a broker may restrict an agent to its own subject: then the subject is
			// right
			throw new InvalidHealthReportException(List.of(new Fault("agent",
					"must be the one of the subject " + this.subject + ": '" + report.agent() + "'")));
		}
		return report;
	}

}
