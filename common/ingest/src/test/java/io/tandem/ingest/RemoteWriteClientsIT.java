package io.tandem.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.wire.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Real senders, as Debian ships them. */
@IngestTest
class RemoteWriteClientsIT {

	private static final int ENOUGH_SAMPLES = 2_000;

	@Autowired
	private RecordingIntake intake;

	@Autowired
	private MeterRegistry meters;

	@LocalServerPort
	private int port;

	@TempDir
	private Path directory;

	@BeforeEach
	void freshIntake() {
		this.intake.reset();
	}

	@Test
	void prometheusWritesWithoutAnError() throws IOException {
		Path config = Files.writeString(this.directory.resolve("prometheus.yml"), scrapeConfig() + """
				remote_write:
				  - url: http://127.0.0.1:%d/api/v1/write
				    send_exemplars: true
				    send_native_histograms: true
				    metadata_config:
				      send_interval: 1s
				    queue_config:
				      batch_send_deadline: 1s
				""".formatted(this.port));
		try (ChildProcess prometheus = ChildProcess.start(this.directory, "/-/ready", "/usr/bin/prometheus",
				"--config.file=" + config, "--storage.tsdb.path=" + this.directory.resolve("data"),
				"--web.listen-address=127.0.0.1:PORT", "--log.level=warn",
				"--enable-feature=exemplar-storage,native-histograms")) {
			awaitSamples();
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> prometheus.metric("prometheus_remote_storage_metadata_total") > 0);
			assertThat(prometheus.metric("prometheus_remote_storage_samples_total")).isPositive();
			for (String fault : Set.of("samples_failed", "samples_retried", "samples_dropped", "metadata_failed",
					"metadata_retried", "exemplars_failed", "histograms_failed")) {
				assertThat(prometheus.metric("prometheus_remote_storage_" + fault + "_total")).as(fault).isZero();
			}
			assertThat(prometheus.log()).doesNotContain("remote_write");
		}
		assertNothingRefused();
	}

	@Test
	void vmagentWritesWithoutAnError() throws IOException {
		Path config = Files.writeString(this.directory.resolve("vmagent.yml"), scrapeConfig());
		try (ChildProcess vmagent = ChildProcess.start(this.directory, "/health", "/usr/bin/vmagent",
				"-promscrape.config=" + config, "-httpListenAddr=127.0.0.1:PORT",
				"-remoteWrite.url=http://127.0.0.1:" + this.port + "/api/v1/write",
				"-remoteWrite.tmpDataPath=" + this.directory.resolve("queue"), "-remoteWrite.flushInterval=200ms",
				"-remoteWrite.queues=1", "-memory.allowedBytes=32MB", "-loggerLevel=WARN")) {
			awaitSamples();
			assertThat(vmagent.metric("vmagent_remotewrite_requests_total", "status_code=\"2XX\"")).isPositive();
			for (String fault : Set.of("vmagent_remotewrite_errors_total", "vmagent_remotewrite_retries_count_total",
					"vmagent_remotewrite_packets_dropped_total", "vmagent_remotewrite_rows_dropped_total")) {
				assertThat(vmagent.metric(fault)).as(fault).isZero();
			}
			assertThat(vmagent.log()).doesNotContain("remotewrite");
		}
		assertNothingRefused();
	}

	private String scrapeConfig() {
		return """
				global:
				  scrape_interval: 500ms
				scrape_configs:
				  - job_name: service
				    metrics_path: /actuator/prometheus
				    static_configs:
				      - targets: ["127.0.0.1:%d"]
				""".formatted(this.port);
	}

	private void awaitSamples() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(40))
			.until(() -> this.intake.records().stream().mapToInt((record) -> record.summary().samples()).sum(),
					(samples) -> samples >= ENOUGH_SAMPLES);
		Set<String> names = this.intake.records()
			.stream()
			.flatMap((record) -> RecordingIntake.series(record.body()).stream())
			.map(TimeSeries::labels)
			.map((labels) -> labels.metricName())
			.collect(Collectors.toSet());
		assertThat(names).contains("up", "scrape_duration_seconds", "jvm_memory_used_bytes",
				"tandem_ingest_requests_total");
	}

	private void assertNothingRefused() {
		assertThat(this.meters.get("tandem.ingest.refused").counters()).extracting(Counter::count).containsOnly(0.0);
	}

}
