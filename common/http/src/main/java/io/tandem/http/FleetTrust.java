package io.tandem.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trusts the fleet's own CA and no other. Holds no state. */
public final class FleetTrust {

	private FleetTrust() {
	}

	/**
	 * Returns a context that trusts the CA.
	 * @param caFile its certificate as PEM
	 * @throws IOException if the file cannot be read or holds no certificate
	 */
	public static SSLContext of(Path caFile) throws IOException {
		try (InputStream pem = Files.newInputStream(caFile)) {
			KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			int number = 0;
			for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
				store.setCertificateEntry("ca-" + number++, certificate);
			}
			if (number == 0) {
				throw new IOException("holds no certificate: " + caFile);
			}
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(store);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IOException("holds no certificate: " + caFile, ex);
		}
	}

}
