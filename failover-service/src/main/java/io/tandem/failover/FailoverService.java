package io.tandem.failover;

import io.tandem.service.ServiceLauncher;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The machine's front door: makes each push durable in the spool and delivers it to a
 * hub.
 */
@SpringBootApplication
public class FailoverService {

	public static void main(String[] args) {
		ServiceLauncher.run(FailoverService.class, "failover", args);
	}

}
