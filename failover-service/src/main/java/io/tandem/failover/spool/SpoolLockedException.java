package io.tandem.failover.spool;

import java.io.IOException;

/** Says that another process has the spool's directory open. */
public class SpoolLockedException extends IOException {

	SpoolLockedException(String message) {
		super(message);
	}

}
