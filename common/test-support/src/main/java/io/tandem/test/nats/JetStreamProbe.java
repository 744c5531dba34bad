package io.tandem.test.nats;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server, in its own protocol, for its JetStream account. Speaks to the socket
 * itself, so that waiting for a server leaves no client behind.
 */
record JetStreamProbe(int port, @Nullable String user, @Nullable String password) {

	/** Tells whether JetStream answered; waits up to 1 s for the answer. */
	boolean answers() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), this.port), 1_000);
			socket.setSoTimeout(1_000);
			BufferedReader in = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			String info = in.readLine();
			if (info == null || !info.startsWith("INFO ")) {
				return false;
			}
			String login = (this.user != null) ? ",\"user\":\"%s\",\"pass\":\"%s\"".formatted(this.user, this.password)
					: "";
			socket.getOutputStream()
				.write(NatsServer.utf8("CONNECT {\"verbose\":false,\"pedantic\":false" + login + "}\r\n"
						+ "SUB _INBOX.probe 1\r\nPUB $JS.API.INFO _INBOX.probe 0\r\n\r\nPING\r\n"));
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				if (line.startsWith("-ERR")) {
					// a user who may not ask: that it was understood has to do
					return line.contains("Permissions Violation");
				}
				if (line.contains("account_info_response")) {
					return true;
				}
			}
			return false;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
