package io.tandem.edgehub;

import io.tandem.service.ServiceLauncher;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The hub of an edge machine: takes pushes and makes them durable in its own JetStream
 * domain.
 */
@SpringBootApplication
public class EdgeHubService {

	public static void main(String[] args) {
		ServiceLauncher.run(EdgeHubService.class, "edge-hub", args);
	}

}
