package io.tandem.healthsync;

import io.tandem.service.ServiceLauncher;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Both machines' health: takes reports, stores them locally and shows everyone's. */
@SpringBootApplication
public class HealthSyncService {

	public static void main(String[] args) {
		ServiceLauncher.run(HealthSyncService.class, "health-sync", args);
	}

}
