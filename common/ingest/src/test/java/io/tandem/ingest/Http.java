package io.tandem.ingest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Sends requests to a receiver on this machine. */
record Http(int port) {

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	HttpResponse<String> send(String method, String path, byte[] body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.timeout(Duration.ofSeconds(20))
			.method(method, BodyPublishers.ofByteArray(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return CLIENT.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new AssertionError(method + " " + path, ex);
		}
	}

	HttpResponse<String> get(String path) {
		return send("GET", path, new byte[0]);
	}

	HttpResponse<String> write(byte[] body, String... more) {
		String[] headers = new String[more.length + 4];
		headers[0] = "Content-Encoding";
		headers[1] = "snappy";
		headers[2] = "Content-Type";
		headers[3] = "application/x-protobuf";
		System.arraycopy(more, 0, headers, 4, more.length);
		return send("POST", "/api/v1/write", body, headers);
	}

}
