package io.tandem.dist;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells by its exit code whether the service on this machine's port is ready: for a
 * container's health check, whose image has nothing else that speaks TLS. The environment
 * says where the machine listens, and what it is trusted by ({@code TANDEM_ADDRESS},
 * {@code TANDEM_SECURITY_FOLDER}).
 */
public final class Readiness {

	private static final int PATIENCE_MILLIS = 4000;

	private Readiness() {
	}

	public static void main(String[] args) throws IOException, GeneralSecurityException {
		String address = System.getenv().getOrDefault("TANDEM_ADDRESS", "127.0.0.1");
		System.exit(isReady(address, Integer.parseInt(args[0]), System.getenv("TANDEM_SECURITY_FOLDER")) ? 0 : 1);
	}

	/**
	 * Asks the service once.
	 * @param folder where its authority's {@code ca.crt} is; null or empty if it speaks
	 * plain HTTP
	 * @return whether it says so itself
	 * @throws IOException if nobody answers within four seconds, or somebody whom the
	 * authority does not know
	 */
	static boolean isReady(String address, int port, @Nullable String folder)
			throws IOException, GeneralSecurityException {
		boolean secured = folder != null && !folder.isEmpty();
		String url = (secured ? "https://" : "http://") + address + ":" + port + "/actuator/health/readiness";
		HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
		if (secured && connection instanceof HttpsURLConnection tls) {
			tls.setSSLSocketFactory(trusting(Path.of(folder, "ca.crt")).getSocketFactory());
		}
		connection.setConnectTimeout(PATIENCE_MILLIS);
		connection.setReadTimeout(PATIENCE_MILLIS);
		return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
	}

	private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
		KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
		trusted.load(null, null);
		try (InputStream certificate = Files.newInputStream(authority)) {
			trusted.setCertificateEntry("authority",
					CertificateFactory.getInstance("X.509").generateCertificate(certificate));
		}
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

}
