package io.tandem.dist;

import com.github.dockerjava.api.model.Bind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The images that the compose files name start by the project's scripts with its
 * configuration, as nobody in particular and with a root file system that is read-only.
 */
@RequiresDocker({ ComposeImage.NATS, ComposeImage.PROMETHEUS })
class ComposeImagesIT {

	@Test
	void natsHasTheStoreOfItsMachine() throws Exception {
		try (GenericContainer<?> nats = program(ComposeImage.NATS, "nats", 8222, "/healthz")) {
			nats.start();
			assertThat(get(nats, "/varz")).contains("\"server_name\": \"mainpc\"");
			assertThat(get(nats, "/jsz")).contains("\"domain\": \"mainpc\"");
		}
	}

	@Test
	void prometheusTakesRemoteWriteAndKnowsEveryRule() throws Exception {
		try (GenericContainer<?> prometheus = program(ComposeImage.PROMETHEUS, "prometheus", 9090, "/-/ready")) {
			prometheus.start();
			assertThat(get(prometheus, "/api/v1/rules")).contains("TandemAlive").doesNotContain("\"health\":\"err\"");
			assertThat(get(prometheus, "/api/v1/status/flags"))
				.contains("\"web.enable-remote-write-receiver\":\"true\"");
		}
	}

	@SuppressWarnings("resource")
	private static GenericContainer<?> program(ComposeImage image, String program, int port, String readyPath) {
		return new GenericContainer<>(DockerImageName.parse(image.toString()))
			.withTmpFs(Map.of("/tandem/state", "mode=1777", "/tmp", "mode=1777"))
			.withEnv(
					Map.of("TANDEM_MACHINE", "mainpc", "TANDEM_MAINPC_ADDRESS", "0.0.0.0", "TANDEM_UNPROTECTED", "yes"))
			.withCreateContainerCmdModifier((command) -> {
				command.withEntrypoint("/bin/sh", "/tandem/deploy/bin/in-container").withUser("1000:1000");
				// withFileSystemBind would try first, in a container of an image that it
				// pulls, whether mounting works
				command.getHostConfig()
					.withReadonlyRootfs(true)
					.withBinds(Bind.parse(Tool.DEPLOY + ":/tandem/deploy:ro"));
			})
			.withCommand("/tandem/deploy/bin/" + program)
			.withExposedPorts(port)
			.waitingFor(Wait.forHttp(readyPath).forPort(port));
	}

	private static String get(GenericContainer<?> container, String path) throws IOException, InterruptedException {
		URI at = URI.create("http://" + container.getHost() + ":" + container.getFirstMappedPort() + path);
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.send(HttpRequest.newBuilder(at).build(), BodyHandlers.ofString()).body();
		}
	}

}
