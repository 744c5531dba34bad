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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The ways of looking. Holds no state. */
final class Eyes {

	/** A mirror that has heard its origin within this hears it. */
	private static final Duration HEARD_WITHIN = Duration.ofSeconds(3);

	/** {@code HTTP/1.1 200} */
	private static final int STATUS_LENGTH = 12;

	private Eyes() {
	}

	/**
	 * Asks by a new connection each time: one that is kept may be dead without anyone
	 * having been told. Any answer shows that the program is there, also one that says it
	 * is not well.
	 */
	static Eye http(Target target, String path) {
		byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: " + target + "\r\nConnection: close\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII);
		return () -> connect(target, (socket) -> {
			socket.getOutputStream().write(request);
			byte[] answer = socket.getInputStream().readNBytes(STATUS_LENGTH);
			return (answer.length == STATUS_LENGTH)
					? new Seen(Outcome.ANSWERED, "HTTP " + new String(answer, 9, 3, StandardCharsets.US_ASCII))
					: new Seen(Outcome.REFUSED, "connection closed");
		});
	}

	/** Takes a connection for an answer. */
	static Eye tcp(Target target) {
		return () -> connect(target, (socket) -> new Seen(Outcome.ANSWERED, "connected"));
	}

	private static Seen connect(Target target, Talk talk) {
		long began = System.nanoTime();
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getByName(target.host()), target.port()),
					(int) Eye.PATIENCE.toMillis());
			long left = Eye.PATIENCE.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
			socket.setSoTimeout((int) Math.max(1, left));
			return talk.with(socket);
		}
		catch (UnknownHostException ex) {
			return new Seen(Outcome.UNKNOWN, "its name has no address");
		}
		catch (IOException ex) {
			return new Seen(outcome(ex), String.valueOf(ex.getMessage()).toLowerCase(Locale.ROOT));
		}
	}

	/**
	 * Tells what a failure says of the other side. One that this process has by itself,
	 * without descriptors or memory for a connection, says nothing.
	 */
	static Outcome outcome(IOException failure) {
		String words = String.valueOf(failure.getMessage());
		if (words.contains("refused") || words.contains("reset")) {
			return Outcome.REFUSED;
		}
		boolean isSilent = failure instanceof SocketTimeoutException || failure instanceof NoRouteToHostException
				|| words.contains("unreachable") || words.contains("timed out") || words.contains("is down");
		return isSilent ? Outcome.SILENT : Outcome.UNKNOWN;
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
					// the whole of 127.0.0.0/8 is there without an interface having it
					return own.isLoopbackAddress() ? new Seen(Outcome.ANSWERED, "loopback")
							: new Seen(Outcome.REFUSED, "no interface has " + address);
				}
				return found.isUp() ? new Seen(Outcome.ANSWERED, found.getName() + " is up")
						: new Seen(Outcome.REFUSED, found.getName() + " is down");
			}
			catch (IOException ex) {
				return new Seen(Outcome.UNKNOWN, (ex.getMessage() != null) ? ex.getMessage() : "not known");
			}
		};
	}

	@FunctionalInterface
	private interface Talk {

		Seen with(Socket socket) throws IOException;

	}

}
