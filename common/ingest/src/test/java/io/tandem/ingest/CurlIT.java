package io.tandem.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The commands of the Pushgateway's README, word for word but for the address. */
@IngestTest
class CurlIT {

	@Autowired
	private RecordingIntake intake;

	@LocalServerPort
	private int port;

	@BeforeEach
	void freshIntake() {
		this.intake.reset();
	}

	@Test
	void aSingleSample() {
		shell("echo \"some_metric 3.14\" | curl --data-binary @- http://HOST/metrics/job/some_job");
		assertThat(this.intake.lastValues()).containsEntry("some_metric{job=\"some_job\"}", 3.14);
	}

	@Test
	void somethingMoreComplex() {
		shell("""
				cat <<EOF | curl --data-binary @- http://HOST/metrics/job/some_job/instance/some_instance
				# TYPE some_metric counter
				some_metric{label="val1"} 42
				# TYPE another_metric gauge
				# HELP another_metric Just an example.
				another_metric 2398.283
				EOF
				""");
		assertThat(this.intake.lastValues())
			.containsEntry("some_metric{instance=\"some_instance\",job=\"some_job\",label=\"val1\"}", 42.0)
			.containsEntry("another_metric{instance=\"some_instance\",job=\"some_job\"}", 2398.283);
		shell("curl -X DELETE http://HOST/metrics/job/some_job/instance/some_instance");
		assertThat(this.intake.lastValues().values()).containsOnly("stale");
	}

	@Test
	void puttingAFile() {
		shell("printf 'a 1\\nb 2\\n' | curl -X PUT --data-binary @- http://HOST/metrics/job/some_job");
		shell("printf 'a 1\\n' | curl -T - http://HOST/metrics/job/some_job");
		assertThat(this.intake.lastValues()).containsEntry("b{job=\"some_job\"}", "stale");
	}

	@Test
	void aPathWithCharactersThatShouldBeEncoded() {
		shell("echo 'a 1' | curl --globoff --data-binary @- 'http://HOST/metrics/job/some_job/path/[b]|{c}^d'");
		assertThat(this.intake.lastValues()).containsEntry("a{job=\"some_job\",path=\"[b]|{c}^d\"}", 1.0);
	}

	private void shell(String script) {
		String command = script.replace("HOST", "127.0.0.1:" + this.port).replace("curl ", "curl -sS --fail -m 20 ");
		try {
			Process shell = new ProcessBuilder("bash", "-eo", "pipefail", "-c", command).redirectErrorStream(true)
				.start();
			String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(output).isEmpty();
			assertThat(shell.exitValue()).isZero();
		}
		catch (IOException | InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
