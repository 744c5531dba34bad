package io.tandem.acceptance.fleet;

import java.net.URI;

/**
 * One machine as an agent or an operator reaches it. Immutable.
 *
 * @param machine its name
 * @param address its IP address
 * @param hubPort the port of its hub
 * @param agents how many simulated agents live on it
 */
public record Site(String machine, String address, int hubPort, int agents) {

	/** Returns an address of the failover-service, the machine's front door. */
	public URI gateway(String path) {
		return at(Access.scheme(), 9200, path);
	}

	/** Returns an address of the machine's hub. */
	public URI hub(String path) {
		return at(Access.scheme(), this.hubPort, path);
	}

	/** Returns an address of the health-sync-service. */
	public URI health(String path) {
		return at(Access.scheme(), 9300, path);
	}

	/** Returns an address of the machine's Prometheus. */
	public URI prometheus(String path) {
		return at("http", 9090, path);
	}

	/** Returns an address of the machine's Alertmanager. */
	public URI alertmanager(String path) {
		return at("http", 9093, path);
	}

	private URI at(String scheme, int port, String path) {
		return URI.create(scheme + "://" + this.address + ":" + port + path);
	}

}
