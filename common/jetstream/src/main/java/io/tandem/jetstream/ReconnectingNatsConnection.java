package io.tandem.jetstream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.spring.boot.autoconfigure.NatsProperties;
import io.tandem.retry.RepeatingFailure;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Connects on a thread of its own, for as long as it takes, and again if the client gives
 * a connection up for good (as it does after a refused login). Between the two the client
 * reconnects by itself. Nothing is buffered while there is no connection: what cannot be
 * sent fails at once, and nothing that failed appears later. Thread-safe.
 */
final class ReconnectingNatsConnection implements NatsConnection, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ReconnectingNatsConnection.class);

	static final String DEFAULT_SERVER = "nats://127.0.0.1:4222";

	private static final Duration RETRY = Duration.ofMillis(250);

	private final Options.Builder options;

	private final @Nullable Login login;

	private final String server;

	private final NatsErrors errors;

	private final Counter losses;

	private final RepeatingFailure failure;

	private final List<ConnectedAction> actions = new CopyOnWriteArrayList<>();

	private final ExecutorService actionThread = Executors
		.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("nats-connected").factory());

	private final Semaphore lost = new Semaphore(0);

	private final Thread connector;

	private volatile @Nullable Connection current;

	private volatile boolean closed;

	/**
	 * @param login null to connect as {@code properties} say
	 */
	ReconnectingNatsConnection(NatsProperties properties, String name, @Nullable Login login, MeterRegistry registry)
			throws IOException, GeneralSecurityException {
		this.login = login;
		if (properties.getServer() == null) {
			properties.setServer(DEFAULT_SERVER);
		}
		if (properties.getConnectionName() == null) {
			properties.setConnectionName(name);
		}
		this.server = Redaction.of(properties.getServer());
		this.failure = new RepeatingFailure(logger, Map.of("server", this.server));
		this.errors = new NatsErrors(registry);
		this.losses = Counter.builder("tandem.nats.disconnects")
			.description("Connections to NATS that were lost")
			.register(registry);
		Gauge.builder("tandem.nats.connected", this, (connection) -> connection.isConnected() ? 1 : 0)
			.description("Whether there is a connection to NATS")
			.register(registry);
		this.options = properties.toOptionsBuilder()
			.maxReconnects(-1)
			.reconnectWait(RETRY)
			.reconnectBufferSize(0)
			.pingInterval(Duration.ofSeconds(5))
			.maxPingsOut(2)
			.ignoreDiscoveredServers()
			.dontForceFlushOnRequest()
			.reportNoResponders()
			.connectionListener(this::changed)
			.errorListener(this.errors);
		this.connector = Thread.ofPlatform().daemon().name("nats-connect").unstarted(this::connect);
	}

	void start() {
		this.connector.start();
	}

	@Override
	public Connection require() {
		Connection connection = this.current;
		if (connection == null || connection.getStatus() != Connection.Status.CONNECTED) {
			throw new NatsUnavailableException("no connection to NATS: server=" + this.server);
		}
		return connection;
	}

	@Override
	public boolean isConnected() {
		Connection connection = this.current;
		return connection != null && connection.getStatus() == Connection.Status.CONNECTED;
	}

	@Override
	public void onConnected(Runnable action) {
		ConnectedAction added = new ConnectedAction(action);
		this.actions.add(added);
		if (isConnected()) {
			run(added);
		}
	}

	/** Returns the server's address without its user. */
	String server() {
		return this.server;
	}

	@Override
	public void close() {
		this.closed = true;
		this.connector.interrupt();
		this.actionThread.shutdownNow();
		Connection connection = this.current;
		try {
			this.connector.join(Duration.ofSeconds(2));
			if (connection != null) {
				if (connection.getStatus() == Connection.Status.CONNECTED) {
					connection.flush(Duration.ofSeconds(1));
				}
				connection.close();
			}
		}
		catch (TimeoutException ex) {
			logger.atWarn()
				.addKeyValue("server", this.server)
				.log("NATS did not take the last messages before closing");
			closeQuietly(connection);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void closeQuietly(@Nullable Connection connection) {
		try {
			if (connection != null) {
				connection.close();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void connect() {
		try {
			while (!this.closed) {
				try {
					Connection connection = Nats.connect(options());
					if (this.closed) {
						connection.close();
						return;
					}
					awaitEndOf(connection);
				}
				catch (AuthenticationException ex) {
					this.failure.failed(Level.ERROR, Redaction.of(ex)).log("NATS refuses the login, trying on");
				}
				catch (IOException | RuntimeException ex) {
					this.failure.failed(Level.WARN, Redaction.of(ex)).log("NATS cannot be reached, trying on");
				}
				TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
			}
		}
		catch (InterruptedException ex) {
			// closed
		}
	}

	/** A login that is refused is read again: it may have been replaced meanwhile. */
	private Options options() throws IOException {
		return (this.login != null) ? this.login.apply(this.options).build() : this.options.build();
	}

	private void awaitEndOf(Connection connection) throws InterruptedException {
		while (connection.getStatus() != Connection.Status.CLOSED) {
			// woken by the event; looks by itself too, in case the event was missed
			this.lost.tryAcquire(1, TimeUnit.SECONDS);
		}
	}

	private void changed(Connection connection, ConnectionListener.Events event) {
		switch (event) {
			case CONNECTED, RECONNECTED -> {
				this.current = connection;
				this.errors.connected();
				// that it has ended is told for every connection
				this.failure.ended();
				logger.atInfo()
					.addKeyValue("server", this.server)
					.addKeyValue("name", connection.getServerInfo().getServerName())
					.addKeyValue("version", connection.getServerInfo().getVersion())
					.log("NATS is connected");
				this.actions.forEach(this::run);
			}
			case DISCONNECTED -> {
				if (connection == this.current && !this.closed) {
					this.losses.increment();
					this.failure.failed(Level.WARN, "connection lost").log("NATS connection lost, trying on");
				}
			}
			case CLOSED -> {
				if (connection == this.current) {
					this.lost.release();
				}
			}
			default -> logger.atDebug().addKeyValue("event", event).log("NATS connection event");
		}
	}

	private void run(ConnectedAction action) {
		if (action.pending.compareAndSet(false, true)) {
			try {
				this.actionThread.execute(action);
			}
			catch (RejectedExecutionException ex) {
				action.pending.set(false);
			}
		}
	}

	/** An action, and whether a run of it waits already. */
	private static final class ConnectedAction implements Runnable {

		private final Runnable action;

		private final AtomicBoolean pending = new AtomicBoolean();

		ConnectedAction(Runnable action) {
			this.action = action;
		}

		@Override
		public void run() {
			this.pending.set(false);
			try {
				this.action.run();
			}
			catch (RuntimeException ex) {
				logger.atError().setCause(ex).log("what is to be done after each connect failed");
			}
		}

	}

}
