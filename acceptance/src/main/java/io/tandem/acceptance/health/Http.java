package io.tandem.acceptance.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * HTTP without a thread between the caller and the socket, so that a measured time holds
 * no hand-over. Connections are kept. Thread-safe.
 */
final class Http {

	private static final int TIMEOUT_MILLIS = 10_000;

	static {
		// how many idle connections are kept for each address
		System.setProperty("http.maxConnections", "64");
	}

	private Http() {
	}

	/** Returns the body of a 200; throws for any other answer. */
	static byte[] get(URI uri) throws IOException {
		HttpURLConnection connection = open(uri);
		int status = connection.getResponseCode();
		if (status != 200) {
			drain(connection);
			throw new IOException(uri + " answered " + status);
		}
		try (InputStream body = connection.getInputStream()) {
			return body.readAllBytes();
		}
	}

	/** Posts JSON and returns the status. */
	static int post(URI uri, byte[] json) throws IOException {
		HttpURLConnection connection = open(uri);
		connection.setRequestMethod("POST");
		connection.setDoOutput(true);
		connection.setFixedLengthStreamingMode(json.length);
		connection.setRequestProperty("Content-Type", "application/json");
		connection.getOutputStream().write(json);
		int status = connection.getResponseCode();
		drain(connection);
		return status;
	}

	private static HttpURLConnection open(URI uri) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
		connection.setConnectTimeout(TIMEOUT_MILLIS);
		connection.setReadTimeout(TIMEOUT_MILLIS);
		return connection;
	}

	private static void drain(HttpURLConnection connection) throws IOException {
		InputStream body = (connection.getResponseCode() < 400) ? connection.getInputStream()
				: connection.getErrorStream();
		if (body != null) {
			try (body) {
				body.readAllBytes();
			}
		}
	}

}
