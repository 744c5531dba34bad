package io.tandem.binder;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Is up while the server is connected and every started input receives; its details tell
 * what each input waits for.
 */
public class JetStreamBinderHealth implements HealthIndicator {

	private final Bindings bindings;

	public JetStreamBinderHealth(Bindings bindings) {
		this.bindings = bindings;
	}

	@Override
	public Health health() {
		boolean connected = this.bindings.connection().isConnected();
		boolean receiving = true;
		Map<String, String> inputs = new TreeMap<>();
		for (BindingStatus status : this.bindings.statuses()) {
			receiving &= status.state() == BindingStatus.State.RECEIVING;
			inputs.put(status.binding() + " <- " + status.destination(), status.describe());
		}
		return (connected && receiving ? Health.up() : Health.down()).withDetail("connected", connected)
			.withDetail("inputs", inputs)
			.build();
	}

}
