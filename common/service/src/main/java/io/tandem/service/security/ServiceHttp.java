package io.tandem.service.security;

import io.tandem.http.BearerToken;
import io.tandem.http.IdentifiedHttpClient;
import java.net.http.HttpClient;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/**
 * Opens HTTP clients that speak to other services of Tandem: they trust the fleet's own
 * CA, and say by this service's token who asks. Both are read again when their files
 * change. Never for a server that is not one of ours: it would be told the token.
 * Thread-safe.
 */
public final class ServiceHttp {

	static final String BUNDLE = "tandem";

	private final @Nullable Path tokenFile;

	private final @Nullable SslBundles bundles;

	/**
	 * @param tokenFile null if no token is sent
	 * @param bundles null if there is no CA of our own
	 */
	ServiceHttp(@Nullable Path tokenFile, @Nullable SslBundles bundles) {
		this.tokenFile = tokenFile;
		this.bundles = (bundles != null && bundles.getBundleNames().contains(BUNDLE)) ? bundles : null;
	}

	/** Returns one that sends no token and trusts whom the JDK trusts. */
	public static ServiceHttp unprotected() {
		return new ServiceHttp(null, null);
	}

	/**
	 * Opens a client, which belongs to the caller.
	 * @param builder with everything else; not to be used again by the caller
	 */
	public HttpClient open(HttpClient.Builder builder) {
		if (this.tokenFile == null && this.bundles == null) {
			return builder.build();
		}
		SslBundles trust = this.bundles;
		BearerToken token = (this.tokenFile != null) ? new BearerToken(this.tokenFile) : null;
		if (trust == null) {
			return new IdentifiedHttpClient(builder.build(), token);
		}
		builder.sslContext(trust.getBundle(BUNDLE).createSslContext());
		IdentifiedHttpClient client = new IdentifiedHttpClient(builder.build(), token);
		trust.addBundleUpdateHandler(BUNDLE,
				(bundle) -> client.replace(builder.sslContext(bundle.createSslContext()).build()));
		return client;
	}

}
