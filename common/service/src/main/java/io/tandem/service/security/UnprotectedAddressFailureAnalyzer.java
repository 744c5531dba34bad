package io.tandem.service.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do about an address that others can reach. */
class UnprotectedAddressFailureAnalyzer extends AbstractFailureAnalyzer<UnprotectedAddressException> {

	@Override
	protected FailureAnalysis analyze(Throwable failure, UnprotectedAddressException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Make secrets by ./tandem secrets init and start again, or name the machine's folder of them in "
						+ "TANDEM_SECURITY_FOLDER, or listen on 127.0.0.1 only (TANDEM_ADDRESS). In a closed network of "
						+ "tests, TANDEM_UNPROTECTED=yes starts it all the same.",
				cause);
	}

}
