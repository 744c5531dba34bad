package io.tandem.test.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers whose port must be known before they start, or must stay the same
 * over a restart.
 */
public final class FreePorts {

	/**
	 * Below Linux' ephemeral range (32768 and up): an outgoing connection of somebody
	 * else cannot take the port while its server is down.
	 */
	private static final int FIRST = 20_000;

	private static final int LAST = 32_000;

	private FreePorts() {
	}

	/** Returns a port nobody listens on now. Random, so that parallel builds differ. */
	public static int next() {
		for (int attempt = 0; attempt < 1_000; attempt++) {
			int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
			if (isFree(port)) {
				return port;
			}
		}
		throw new IllegalStateException("no free port found: first=" + FIRST + " last=" + LAST);
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.bind(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
