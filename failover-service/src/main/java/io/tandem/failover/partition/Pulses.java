package io.tandem.failover.partition;

import io.tandem.retry.Trouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends ten datagrams a second to each peer, and takes theirs: nothing repeats a datagram
 * that is lost, so they show what the link itself is like. One is taken only from the
 * address of the peer that it names. Thread-safe.
 */
final class Pulses implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Pulses.class);

	private static final Duration INTERVAL = Duration.ofMillis(100);

	private static final int TOS_LOW_DELAY = 0x10;

	private final String self;

	private final InetSocketAddress from;

	private final Map<String, Target> peers;

	private final Listener listener;

	private final PartitionMeters meters;

	private final LongSupplier nanos;

	private final long boot = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);

	/** What a peer sent last, and when it was read. */
	private final Map<String, Echo> heard = new ConcurrentHashMap<>();

	/**
	 * Addresses as they were found last: while a link is cut, no name can be asked for.
	 */
	private final Map<String, InetAddress> addresses = new ConcurrentHashMap<>();

	private final Trouble trouble = new Trouble(logger, "Pulses cannot be taken or sent; the link's quality is unknown",
			"Pulses can be taken and sent again", Duration.ofSeconds(5));

	private volatile @Nullable DatagramChannel channel;

	private volatile boolean isClosed;

	Pulses(String self, InetSocketAddress from, Map<String, Target> peers, Listener listener, PartitionMeters meters,
			LongSupplier nanos) {
		this.self = self;
		this.from = from;
		this.peers = Map.copyOf(peers);
		this.listener = listener;
		this.meters = meters;
		this.nanos = nanos;
	}

	void start() {
		// how long a thread waits for its turn is part of what is measured
		Thread.ofPlatform().name("pulse-taker").daemon().start(this::receive);
		Thread.ofPlatform().name("pulse-sender").daemon().start(this::send);
		Thread.ofVirtual().name("pulse-names").start(this::resolve);
	}

	/** Returns the port that pulses are taken at; 0 while there is none. */
	int port() throws IOException {
		DatagramChannel open = this.channel;
		return (open != null && open.getLocalAddress() instanceof InetSocketAddress local) ? local.getPort() : 0;
	}

	private void receive() {
		ByteBuffer buffer = ByteBuffer.allocateDirect(Pulse.MAX_BYTES + 1);
		while (!this.isClosed) {
			try {
				DatagramChannel open = open();
				this.trouble.succeeded();
				while (true) {
					buffer.clear();
					InetSocketAddress sender = (InetSocketAddress) open.receive(buffer);
					take(sender.getAddress(), buffer.flip());
				}
			}
			catch (ClosedChannelException ex) {
				// by close, or an interrupt
			}
			catch (IOException ex) {
				pause(this.trouble.failed(String.valueOf(ex.getMessage()), ex));
			}
		}
	}

	private synchronized DatagramChannel open() throws IOException {
		DatagramChannel open = this.channel;
		if (open == null || !open.isOpen()) {
			open = DatagramChannel.open();
			try {
				open.setOption(java.net.StandardSocketOptions.IP_TOS, TOS_LOW_DELAY);
				open.bind(new InetSocketAddress(InetAddress.getByName(this.from.getHostString()), this.from.getPort()));
			}
			catch (IOException | RuntimeException ex) {
				open.close();
				throw ex;
			}
			this.channel = open;
		}
		return open;
	}

	private void take(InetAddress sender, ByteBuffer datagram) {
		long at = this.nanos.getAsLong();
		Pulse pulse = Pulse.parse(datagram);
		if (pulse == null || !sender.equals(this.addresses.get(pulse.machine()))) {
			this.meters.pulse("foreign");
			return;
		}
		this.heard.put(pulse.machine(), new Echo(pulse.sentAt(), at));
		this.meters.pulse("taken");
		this.listener.taken(pulse, at);
	}

	private void send() {
		long number = 0;
		while (!this.isClosed) {
			long began = this.nanos.getAsLong();
			number++;
			for (Map.Entry<String, Target> peer : this.peers.entrySet()) {
				InetAddress address = this.addresses.get(peer.getKey());
				DatagramChannel open = this.channel;
				if (address != null && open != null) {
					send(open, number, peer.getKey(), new InetSocketAddress(address, peer.getValue().port()));
				}
			}
			pause(INTERVAL.minusNanos(this.nanos.getAsLong() - began));
		}
	}

	private void send(DatagramChannel open, long number, String peer, InetSocketAddress to) {
		Echo echo = this.heard.get(peer);
		long now = this.nanos.getAsLong();
		Pulse pulse = (echo != null) ? new Pulse(this.self, this.boot, number, now, echo.sentAt, now - echo.readAt)
				: new Pulse(this.self, this.boot, number, now, 0, -1);
		try {
			open.send(ByteBuffer.wrap(pulse.bytes()), to);
			this.meters.pulse("sent");
		}
		catch (IOException ex) {
			// no way there, or a filter: the number stays used, and is missed as a lost
			// one is
			this.meters.pulse("unsent");
		}
	}

	private void resolve() {
		while (!this.isClosed) {
			this.peers.forEach((peer, target) -> {
				try {
					this.addresses.put(peer, InetAddress.getByName(target.host()));
				}
				catch (UnknownHostException ex) {
					// the last one holds
				}
			});
			pause(Duration.ofSeconds(this.addresses.size() < this.peers.size() ? 1 : 30));
		}
	}

	private void pause(Duration length) {
		try {
			TimeUnit.NANOSECONDS.sleep(Math.max(0, length.toNanos()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.isClosed = true;
		}
	}

	@Override
	public synchronized void close() throws IOException {
		this.isClosed = true;
		DatagramChannel open = this.channel;
		if (open != null) {
			open.close();
		}
	}

	/** Is told of each pulse that came, by the thread that reads. */
	@FunctionalInterface
	interface Listener {

		/**
		 * @param at when it was read, by the monotonic clock
		 */
		void taken(Pulse pulse, long at);

	}

	private record Echo(long sentAt, long readAt) {
	}

}
