package io.tandem.acceptance.ingest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks VictoriaMetrics how much it has taken. */
final class Victoria {

	private static final Duration MOST = Duration.ofMinutes(5);

	private static final HttpRequest METRICS = HttpRequest
		.newBuilder(URI.create("http://" + Peer.ADDRESS + ":8428/metrics"))
		.timeout(Duration.ofSeconds(10))
		.build();

	private Victoria() {
	}

	/**
	 * Waits until it has taken so many samples by remote write.
	 * @throws IOException if that does not come
	 */
	static void awaitRows(long samples) throws IOException, InterruptedException {
		long deadline = System.nanoTime() + MOST.toNanos();
		try (HttpClient client = HttpClient.newHttpClient()) {
			long rows = 0;
			while (System.nanoTime() - deadline < 0) {
				rows = client.send(METRICS, BodyHandlers.ofLines())
					.body()
					.filter((line) -> line.startsWith("vm_rows_inserted_total{type=\"promremotewrite\"}"))
					.mapToLong((line) -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
					.sum();
				if (rows >= samples) {
					return;
				}
				TimeUnit.MILLISECONDS.sleep(20);
			}
			throw new IOException("VictoriaMetrics has " + rows + " of " + samples + " samples");
		}
	}

}
