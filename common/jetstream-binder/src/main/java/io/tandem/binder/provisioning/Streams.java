package io.tandem.binder.provisioning;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.tandem.binder.properties.ProvisionedStreamProperties;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the stream behind a destination, and creates one where told to. */
public final class Streams {

	private static final Logger logger = LoggerFactory.getLogger(Streams.class);

	private static final int STREAM_NOT_FOUND = 10059;

	private static final int NAME_IN_USE = 10058;

	private Streams() {
	}

	/**
	 * Returns the stream an input with this destination reads.
	 * @throws StreamMissingException if there is none now
	 * @throws IllegalStateException if several streams store the subject
	 */
	public static StreamInfo find(Connection connection, JetStreamDestination destination)
			throws IOException, JetStreamApiException, StreamMissingException {
		JetStreamManagement management = connection.jetStreamManagement();
		String name = destination.name();
		if (destination.isSubject()) {
			List<String> holders = management.getStreamNames(name);
			if (holders.isEmpty()) {
				throw new StreamMissingException("no stream stores the subject " + name);
			}
			if (holders.size() > 1) {
				throw new IllegalStateException("several streams store the subject, use a stream's name and"
						+ " filter-subject: subject=" + name + " streams=" + holders);
			}
			name = holders.getFirst();
		}
		try {
			return management.getStreamInfo(name);
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == STREAM_NOT_FOUND) {
				throw new StreamMissingException("no stream is named " + name);
			}
			throw ex;
		}
	}

	/** Creates the destination's stream unless something stores it already. */
	public static void provision(Connection connection, JetStreamDestination destination,
			ProvisionedStreamProperties settings) throws IOException, JetStreamApiException {
		String name = (settings.getName() != null) ? settings.getName() : streamName(destination);
		List<String> subjects = settings.getSubjects();
		if (subjects.isEmpty()) {
			subjects = List
				.of(destination.isSubject() ? destination.name() : destination.name().toLowerCase(Locale.ROOT) + ".>");
		}
		create(connection, name, subjects, settings);
	}

	/**
	 * Creates the stream for dead letters unless something stores the subject already.
	 */
	public static void provisionDeadLetters(Connection connection, String stream, String subject,
			ProvisionedStreamProperties settings) throws IOException, JetStreamApiException {
		create(connection, stream + "-dead-letters", List.of(subject), settings);
	}

	private static void create(Connection connection, String name, List<String> subjects,
			ProvisionedStreamProperties settings) throws IOException, JetStreamApiException {
		JetStreamManagement management = connection.jetStreamManagement();
		if (!management.getStreamNames(subjects.getFirst()).isEmpty() || management.getStreamNames().contains(name)) {
			return;
		}
		try {
			management.addStream(StreamConfiguration.builder()
				.name(name)
				.subjects(subjects)
				.storageType(StorageType.File)
				.discardPolicy(DiscardPolicy.New)
				.maxAge(settings.getMaxAge())
				.maxBytes(settings.getMaxBytes().toBytes())
				.build());
			logger.atInfo().addKeyValue("stream", name).addKeyValue("subjects", subjects).log("stream created");
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() != NAME_IN_USE) {
				throw ex;
			}
		}
	}

	private static String streamName(JetStreamDestination destination) {
		return destination.isSubject()
				? destination.name().replace(">", "all").replace("*", "any").replaceAll("[^A-Za-z0-9_-]", "_")
				: destination.name();
	}

}
