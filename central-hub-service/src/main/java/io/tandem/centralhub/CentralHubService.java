package io.tandem.centralhub;

import io.tandem.service.ServiceLauncher;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The hub of the centre: takes pushes, keeps the ledger of all machines and writes to the
 * metric store.
 */
@SpringBootApplication
public class CentralHubService {

	public static void main(String[] args) {
		ServiceLauncher.run(CentralHubService.class, "central-hub", args);
	}

}
