package io.tandem.failover.partition;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.MirrorInfo;
import io.tandem.failover.partition.Eye.Seen;
import io.tandem.failover.partition.Look.Outcome;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.NatsUnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The ways of looking. Holds no state. */
final class Eyes {

	/** A mirror that has heard its origin within this hears it. */
	private static final Duration HEARD_WITHIN = Duration.ofSeconds(3);

	private Eyes() {
	}

	/**
	 * Any answer shows that the program is there, also one that says it is not well.
	 */
	static Eye http(HttpClient client, URI address) {
		HttpRequest request = HttpRequest.newBuilder(address).timeout(Eye.PATIENCE).build();
		return () -> {
			CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request, BodyHandlers.discarding());
			try {
				return new Seen(Outcome.ANSWERED,
						"HTTP " + answer.get(Eye.PATIENCE.toNanos(), TimeUnit.NANOSECONDS).statusCode());
			}
			catch (TimeoutException ex) {
				return new Seen(Outcome.SILENT, "no answer");
			}
			catch (ExecutionException ex) {
				return failed(ex.getCause());
			}
			finally {
				// or its connection would be used again, although nothing came by it
				answer.cancel(true);
			}
		};
	}

	/** Takes a connection for an answer. */
	static Eye tcp(Target target) {
		return () -> {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(InetAddress.getByName(target.host()), target.port()),
						(int) Eye.PATIENCE.toMillis());
				return new Seen(Outcome.ANSWERED, "connected");
			}
			catch (IOException ex) {
				return failed(ex);
			}
		};
	}

	private static Seen failed(@Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnknownHostException) {
				return new Seen(Outcome.UNKNOWN, "its name has no address");
			}
			if (cause instanceof ConnectException && cause.getMessage() != null
					&& cause.getMessage().contains("refused")) {
				return new Seen(Outcome.REFUSED, "connection refused");
			}
		}
		String words = (failure != null) ? failure.getMessage() : null;
		return new Seen(Outcome.SILENT, (words != null) ? words : "no answer");
	}

	/** Asks this machine's broker when a mirror has heard its origin last. */
	static Eye mirror(NatsConnection connection, String stream) {
		JetStreamOptions options = JetStreamOptions.builder().requestTimeout(Eye.PATIENCE).build();
		return () -> {
			try {
				JetStreamManagement streams = connection.require().jetStreamManagement(options);
				return heard(streams.getStreamInfo(stream).getMirrorInfo());
			}
			catch (NatsUnavailableException | IOException | JetStreamApiException | IllegalStateException ex) {
				return new Seen(Outcome.UNKNOWN, "this machine's broker does not answer");
			}
		};
	}

	static Seen heard(@Nullable MirrorInfo mirror) {
		Duration active = (mirror != null) ? mirror.getActive() : null;
		if (active == null || active.isNegative()) {
			return new Seen(Outcome.SILENT, "never heard");
		}
		return new Seen((active.compareTo(HEARD_WITHIN) < 0) ? Outcome.ANSWERED : Outcome.SILENT,
				"heard " + active.toMillis() + " ms ago");
	}

	/**
	 * Tells whether words that come by themselves still come.
	 * @param ageSeconds of the last one; NaN if none ever came
	 */
	static Eye heartbeat(DoubleSupplier ageSeconds) {
		return () -> {
			double age = ageSeconds.getAsDouble();
			if (Double.isNaN(age)) {
				return new Seen(Outcome.UNKNOWN, "never heard");
			}
			return new Seen((age < HEARD_WITHIN.toSeconds()) ? Outcome.ANSWERED : Outcome.SILENT,
					"heard %.1f s ago".formatted(age));
		};
	}

	/** Tells whether an interface has the address, is switched on and has a carrier. */
	static Eye networkInterface(String address) {
		return () -> {
			try {
				InetAddress own = InetAddress.getByName(address);
				if (own.isAnyLocalAddress()) {
					return new Seen(Outcome.UNKNOWN, "all interfaces are used");
				}
				NetworkInterface found = NetworkInterface.getByInetAddress(own);
				if (found == null) {
					return new Seen(Outcome.REFUSED, "no interface has " + address);
				}
				return found.isUp() ? new Seen(Outcome.ANSWERED, found.getName() + " is up")
						: new Seen(Outcome.REFUSED, found.getName() + " is down");
			}
			catch (IOException ex) {
				return new Seen(Outcome.UNKNOWN, (ex.getMessage() != null) ? ex.getMessage() : "not known");
			}
		};
	}

}
