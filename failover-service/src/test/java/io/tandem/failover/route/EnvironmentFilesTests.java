package io.tandem.failover.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tandem.wire.route.AgentRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentFilesTests {

	@TempDir
	Path directory;

	private List<String> command = List.of("true");

	private final EnvironmentFiles files() {
		return new EnvironmentFiles(this.directory, (agent) -> this.command, Duration.ofSeconds(30));
	}

	@Test
	void onlyItsOwnLineIsChangedAndTheAgentRestartedOnce() throws Exception {
		Path file = Files.writeString(this.directory.resolve("shop.env"), "A=1\nTANDEM_ROUTE=legacy\nB=2\n");
		assertThat(files().apply("shop", AgentRoute.TANDEM)).isTrue();
		assertThat(file).hasContent("A=1\nB=2\nTANDEM_ROUTE=tandem\n");
		assertThat(files().apply("shop", AgentRoute.TANDEM)).isFalse();
	}

	@Test
	void aRestartThatFailedIsStillDueForTheNextProcess() throws Exception {
		Files.writeString(this.directory.resolve("shop.env"), "");
		this.command = List.of("false");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> files().apply("shop", AgentRoute.OVERLAP));
		this.command = List.of("true");
		assertThat(files().apply("shop", AgentRoute.OVERLAP)).isTrue();
		assertThat(files().apply("shop", AgentRoute.OVERLAP)).isFalse();
	}

	@Test
	void anAgentWithoutAFileReadsNone() throws Exception {
		assertThat(files().apply("shop", AgentRoute.TANDEM)).isFalse();
		assertThat(new EnvironmentFiles(null, (agent) -> List.of("false"), Duration.ofSeconds(1)).apply("shop",
				AgentRoute.TANDEM))
			.isFalse();
	}

	@Test
	void eachRuntimeHasItsCommand() {
		RouteProperties properties = new RouteProperties("mainpc", RouteProperties.Runtime.DOCKER, null,
				Path.of("/etc/s.conf"), Duration.ofSeconds(60), 1);
		assertThat(RouteProperties.Runtime.DOCKER.restart("shop", properties)).containsExactly("docker", "restart",
				"--time", "30", "shop");
		assertThat(RouteProperties.Runtime.SUPERVISOR.restart("shop", properties)).containsExactly("supervisorctl",
				"-c", "/etc/s.conf", "restart", "shop");
		assertThat(RouteProperties.Runtime.NONE.restart("shop", properties)).isEmpty();
	}

}
