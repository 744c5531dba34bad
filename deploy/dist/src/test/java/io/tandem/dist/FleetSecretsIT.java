package io.tandem.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code ./tandem secrets} makes, shows and finds wrong, with the real
 * {@code openssl}.
 */
class FleetSecretsIT {

	private static final List<String> MACHINES = List.of("mainpc=192.0.2.1", "pc2=192.0.2.2");

	@TempDir
	Path directory;

	private Path secrets;

	@BeforeEach
	void make() {
		this.secrets = this.directory.resolve("secrets");
		Tool made = run("init", MACHINES);
		assertThat(made.code()).as(made.output()).isZero();
	}

	@Test
	void nobodyElseMayReadWhatIsMade() throws IOException {
		try (Stream<Path> paths = Files.walk(this.secrets)) {
			assertThat(paths).hasSizeGreaterThan(25)
				.allSatisfy((path) -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
					.isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
		}
		assertThat(run("check", MACHINES).code()).isZero();
	}

	@Test
	void nothingIsOverwritten() {
		Map<Path, String> before = contents();
		Tool again = run("init", List.of("pc2=192.0.2.2", "pc3=192.0.2.3"));
		assertThat(again.code()).isOne();
		assertThat(again.output()).contains("nothing is overwritten", "pc2").doesNotContain("Traceback");
		assertThat(contents()).isEqualTo(before);
	}

	@Test
	void noOutputHoldsASecret() {
		String said = run("show", List.of("--json")).output() + run("show", List.of()).output()
				+ run("check", MACHINES).output();
		assertThat(secretValues()).hasSizeGreaterThan(15)
			.allSatisfy((value) -> assertThat(said.contains(value)).as("a secret is shown").isFalse());
	}

	@Test
	void machineHoldsNoTokenOfAnotherAndNothingToSignWith() throws IOException {
		List<String> others = secretValues(this.secrets.resolve("mainpc"));
		String folder = String.join("\n", contents(this.secrets.resolve("pc2")).values());
		assertThat(others).isNotEmpty()
			.allSatisfy((value) -> assertThat(folder.contains(value)).as("a secret of mainpc").isFalse());
		assertThat(this.secrets.resolve("pc2/ca.key")).doesNotExist();
		assertThat(folder).doesNotContain(Files.readString(this.secrets.resolve("clients/operator.token")).strip());
	}

	@Test
	void certificateIsForTheMachineByItsNameAndAddress() {
		JsonNode shown = JsonMapper.shared().readTree(run("show", List.of("--json")).output());
		assertThat(shown.at("/certificates")
			.valueStream()
			.filter((each) -> each.at("/file").asString().equals("pc2/machine.crt"))).singleElement()
			.satisfies((each) -> assertThat(each.at("/names").valueStream().map(JsonNode::asString)).contains("DNS:pc2",
					"IP:192.0.2.2"));
	}

	@Test
	void checkNamesEachFileThatIsNotAsItShouldBe() throws IOException {
		Files.setPosixFilePermissions(this.secrets.resolve("pc2/machine.key"),
				PosixFilePermissions.fromString("rw-r--r--"));
		Files.writeString(this.secrets.resolve("mainpc/hub.token"), "tandem_service_of-another-time\n");
		Files.delete(this.secrets.resolve("pc2/nats-hub.login"));
		Tool checked = run("check", List.of("mainpc=192.0.2.99", "pc2=192.0.2.2"));
		assertThat(checked.code()).isOne();
		assertThat(checked.output()).contains("pc2/machine.key: others may use it: mode 644",
				"mainpc/hub.token: its token is not accepted as mainpc.hub", "pc2/nats-hub.login: it is missing",
				"mainpc/machine.crt: it is not for the address 192.0.2.99");
	}

	@Test
	void faultyMachineEndsItBeforeAnythingIsMade() {
		for (String machine : List.of("pc2", "PC2=192.0.2.2", "../pc2=192.0.2.2", "clients=192.0.2.2")) {
			Path other = this.directory.resolve("other");
			Tool made = Tool.run(Map.of(),
					List.of("python3", "cli/fleet_secrets.py", other.toString(), "init", machine));
			assertThat(made.code()).isOne();
			assertThat(made.output()).contains("is not MACHINE=ADDRESS");
			assertThat(other).doesNotExist();
		}
	}

	private Tool run(String command, List<String> words) {
		List<String> all = new ArrayList<>(
				List.of("python3", "cli/fleet_secrets.py", this.secrets.toString(), command));
		all.addAll(words);
		return Tool.run(Map.of(), all);
	}

	private List<String> secretValues() {
		return secretValues(this.secrets);
	}

	private static List<String> secretValues(Path folder) {
		List<String> values = new ArrayList<>();
		contents(folder).forEach((path, text) -> {
			String name = path.getFileName().toString();
			if (name.endsWith(".token")) {
				values.add(text.strip());
			}
			else if (name.endsWith(".login")) {
				values.add(text.lines().toList().getLast());
			}
			else if (name.endsWith(".key")) {
				values.add(text.lines().toList().get(1));
			}
		});
		return values;
	}

	private Map<Path, String> contents() {
		return contents(this.secrets);
	}

	private static Map<Path, String> contents(Path folder) {
		Map<Path, String> contents = new TreeMap<>();
		try (Stream<Path> paths = Files.walk(folder)) {
			for (Path path : paths.filter(Files::isRegularFile).toList()) {
				contents.put(path, Files.readString(path));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return contents;
	}

}
