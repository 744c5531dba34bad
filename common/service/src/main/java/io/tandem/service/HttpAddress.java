package io.tandem.service;

import java.net.URI;

/** Checks settings that must be addresses of HTTP. Holds no state. */
public final class HttpAddress {

	private HttpAddress() {
	}

	/**
	 * Checks one.
	 * @param prefix of the setting's name, with the dot at its end
	 * @param name the rest of it
	 * @throws IllegalArgumentException if it is not one of http or https
	 */
	public static void require(String prefix, String name, URI url) {
		if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
			throw new IllegalArgumentException(prefix + name + " must be an http address: " + name + "=" + url);
		}
	}

}
