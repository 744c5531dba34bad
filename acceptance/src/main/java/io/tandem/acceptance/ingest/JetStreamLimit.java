package io.tandem.acceptance.ingest;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.NatsMessage;
import io.tandem.acceptance.load.Pace;
import io.tandem.acceptance.load.RemoteWriteLoad;
import io.tandem.acceptance.load.Source;
import io.tandem.acceptance.testbed.Testbed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The same bodies published to the broker of pc2 with nothing before it: what a hub could
 * reach at most. Confined to one thread.
 */
final class JetStreamLimit implements Contender {

	private static final String SUBJECT = "observability.metrics.pc2.bench";

	private static final long MAX_BYTES = 4L << 30;

	private final Testbed testbed;

	private final Stack broker;

	private @Nullable Connection connection;

	JetStreamLimit(Testbed testbed) {
		this.testbed = testbed;
		this.broker = Stack.broker(testbed);
	}

	@Override
	public String name() {
		return "bare nats-server";
	}

	@Override
	public String durability() {
		return this.broker.durability();
	}

	@Override
	public void start() throws IOException, InterruptedException {
		this.broker.start();
		Connection opened = Nats
			.connect(Options.builder().server("nats://" + this.testbed.pc2.address() + ":4223").build());
		this.connection = opened;
		try {
			// as a hub makes it
			opened.jetStreamManagement()
				.addStream(StreamConfiguration.builder()
					.name("METRICS_PC2")
					.subjects(SUBJECT)
					.storageType(StorageType.File)
					.maxBytes(MAX_BYTES)
					.discardPolicy(DiscardPolicy.New)
					.build());
		}
		catch (JetStreamApiException ex) {
			throw new IOException(ex);
		}
	}

	@Override
	public List<? extends Source> sources(int senders, int series) throws IOException {
		List<Publisher> publishers = new ArrayList<>();
		JetStream stream = Objects.requireNonNull(this.connection).jetStream();
		for (int i = 0; i < senders; i++) {
			publishers.add(new Publisher(stream, RemoteWriteLoad.body("publisher-" + i, series)));
		}
		return publishers;
	}

	@Override
	public Map<String, Long> processes() throws IOException, InterruptedException {
		return this.broker.processes();
	}

	@Override
	public void awaitStored(long samples) {
		// acknowledged is stored
	}

	@Override
	public void close() throws IOException, InterruptedException {
		if (this.connection != null) {
			this.connection.close();
		}
		this.broker.close();
	}

	/** Publishes one message after the other, as a hub must that answers each request. */
	private static final class Publisher implements Source {

		private final JetStream stream;

		private final byte[] body;

		private final Histogram latency = new Histogram(3);

		private Publisher(JetStream stream, byte[] body) {
			this.stream = stream;
			this.body = body;
		}

		@Override
		public void run(Pace pace) throws Exception {
			for (long due = pace.next(); due >= 0; due = pace.next()) {
				Message message = NatsMessage.builder().subject(SUBJECT).data(this.body).build();
				PublishAck acknowledged = this.stream.publish(message);
				Objects.requireNonNull(acknowledged);
				this.latency.recordValue((System.nanoTime() - due) / 1000);
			}
		}

		@Override
		public Histogram latency() {
			return this.latency;
		}

		@Override
		public long refused() {
			return 0;
		}

		@Override
		public void forget() {
			this.latency.reset();
		}

	}

}
