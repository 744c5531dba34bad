package io.tandem.failover.partition;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What of the other machines is looked at.
 *
 * @param peers where each peer's programs are, by the machine's name; none is looked at
 * without
 * @param address the address of this machine that the peers know; pulses come from there
 * @param pulsePort the UDP port for pulses; 0 for any
 * @param witness {@code host:port} of a third machine; nothing for none
 * @param retainFor how long verdicts are kept
 * @param retainRows how many verdicts are kept at most
 */
@ConfigurationProperties("tandem.partition")
record PartitionProperties(@DefaultValue Map<String, Peer> peers, @DefaultValue("127.0.0.1") String address,
		@DefaultValue("0") int pulsePort, @Nullable String witness, @DefaultValue("30d") Duration retainFor,
		@DefaultValue("10000") int retainRows) {

	/**
	 * @throws IllegalArgumentException if the witness is no address, or what is kept is
	 * not positive
	 */
	PartitionProperties {
		peers = Map.copyOf(peers);
		witness = (witness == null || witness.isBlank()) ? null : witness;
		if (witness != null) {
			Target.parse(witness);
		}
		if (!retainFor.isPositive() || retainRows < 1) {
			throw new IllegalArgumentException("tandem.partition needs positive retain-for and retain-rows: retain-for="
					+ retainFor + " retain-rows=" + retainRows);
		}
	}

	/**
	 * One of the other machines.
	 *
	 * @param address its name or address
	 * @param hubPort of its hub
	 * @param failoverPort of its failover-service, by TCP; and by UDP for pulses
	 * @param healthSyncPort of its health-sync-service
	 * @param natsPort of its broker
	 * @param pushgatewayPort of its Pushgateway
	 */
	record Peer(String address, int hubPort, @DefaultValue("9200") int failoverPort,
			@DefaultValue("9300") int healthSyncPort, int natsPort, @DefaultValue("9091") int pushgatewayPort) {

		/**
		 * @throws IllegalArgumentException if something is missing
		 */
		Peer {
			if (address == null || address.isBlank() || hubPort < 1 || natsPort < 1) {
				throw new IllegalArgumentException(
						"each of tandem.partition.peers needs address, hub-port and nats-port: address=" + address
								+ " hub-port=" + hubPort + " nats-port=" + natsPort);
			}
		}

		Target target(int port) {
			return new Target(this.address, port);
		}

	}

}
