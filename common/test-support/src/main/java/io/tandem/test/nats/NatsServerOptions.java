package io.tandem.test.nats;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link NatsServer} is to be like. Methods change this object and return it.
 * Confined to one thread.
 */
public final class NatsServerOptions {

	/** Subjects that never cross a leaf link: each machine's facts and its own acks. */
	private static final String DENIED = "[\"observability.>\", \"$JS.ACK.>\", \"_INBOX.>\", \"$JS.EVENT.>\"]";

	private final String domain;

	private long maxFile = 32L << 30;

	private boolean acceptsLeaves;

	private int hubPort;

	private @Nullable String user;

	private @Nullable String password;

	private String permissions = "";

	private String extra = "";

	NatsServerOptions(String domain) {
		this.domain = domain;
	}

	/** Limits the sum of all file streams, in bytes; 32 GiB if not given. */
	public NatsServerOptions maxFile(long bytes) {
		this.maxFile = bytes;
		return this;
	}

	/** Opens a port for leaf nodes. */
	public NatsServerOptions acceptLeaves() {
		this.acceptsLeaves = true;
		return this;
	}

	/** Makes it a leaf node of the server behind that port, with the deny lists. */
	public NatsServerOptions leafOf(int port) {
		this.hubPort = port;
		return this;
	}

	/** Asks clients for a user and a password. */
	public NatsServerOptions user(String name, String secret) {
		this.user = name;
		this.password = secret;
		return this;
	}

	/**
	 * Restricts that user.
	 * @param block in the server's own syntax, for example <code>{ publish: { deny:
	 * ["x"] } }</code>
	 */
	public NatsServerOptions permissions(String block) {
		this.permissions = block;
		return this;
	}

	/** Adds lines in the server's own syntax. */
	public NatsServerOptions configuration(String lines) {
		this.extra = this.extra + lines + "\n";
		return this;
	}

	/** Starts a server like this and waits until JetStream answers. */
	public NatsServer start() {
		NatsServer server = new NatsServer(this);
		try {
			return server.start();
		}
		catch (RuntimeException ex) {
			server.close();
			throw ex;
		}
	}

	/** Returns a server like this that has its port already, but does not run yet. */
	public NatsServer notStarted() {
		return new NatsServer(this);
	}

	String domain() {
		return this.domain;
	}

	boolean acceptsLeaves() {
		return this.acceptsLeaves;
	}

	@Nullable String user() {
		return this.user;
	}

	@Nullable String password() {
		return this.password;
	}

	String configuration(int port, int leafPort, Path store) {
		StringBuilder text = new StringBuilder("""
				server_name: "%1$s"
				listen: "127.0.0.1:%2$d"
				max_payload: 8MB
				ping_interval: "2s"
				ping_max: 2
				write_deadline: "5s"
				jetstream { store_dir: "%3$s", domain: "%1$s", max_mem: 64MB, max_file: %4$d }
				""".formatted(this.domain, port, store, this.maxFile));
		if (this.user != null) {
			text.append("authorization { users: [ { user: \"%s\", password: \"%s\"%s } ], timeout: 10 }\n".formatted(
					this.user, this.password, this.permissions.isEmpty() ? "" : ", permissions: " + this.permissions));
		}
		if (this.acceptsLeaves) {
			text.append("leafnodes { listen: \"127.0.0.1:%d\", no_advertise: true }\n".formatted(leafPort));
		}
		if (this.hubPort != 0) {
			text.append("""
					leafnodes { reconnect: 1, remotes: [ {
					  url: "nats://127.0.0.1:%d"
					  deny_exports: %s
					  deny_imports: %s
					} ] }
					""".formatted(this.hubPort, DENIED, DENIED));
		}
		return text.append(this.extra).toString();
	}

}
