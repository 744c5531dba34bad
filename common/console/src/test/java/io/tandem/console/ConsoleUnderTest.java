package io.tandem.console;

import io.tandem.service.ServiceLauncher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** A service that has nothing but a console. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ConsoleUnderTest {

	/** Starts one at a free port, which waits for whoever answers at all. */
	static ConfigurableApplicationContext start(String self, String peer, Path state, RecordedMachine... machines) {
		return start(self, peer, state, "30s", machines);
	}

	/** Starts one whose pages wait so long. */
	static ConfigurableApplicationContext start(String self, String peer, Path state, String patience,
			RecordedMachine... machines) {
		List<String> settings = new ArrayList<>(List.of("--server.port=0", "--tandem.machine=" + self,
				"--tandem.peers=" + peer, "--tandem.state-directory=" + state, "--tandem.console.enabled=true",
				"--tandem.console.centre=mainpc", "--tandem.console.patience=" + patience,
				"--tandem.console.answer-timeout=30s", "--tandem.console.reports.patience=" + patience,
				"--tandem.console.reports.fresh=1s", "--management.health.diskspace.enabled=false"));
		for (RecordedMachine machine : machines) {
			machine.settings().forEach((setting) -> settings.add("--" + setting));
		}
		return new SpringApplicationBuilder(ConsoleUnderTest.class).properties(ServiceLauncher.defaults("console"))
			.run(settings.toArray(String[]::new));
	}

	/** Starts one of a recorded scene, for looking at it: MACHINE PEER SCENE PORT. */
	public static void main(String[] args) throws Exception {
		System.setProperty("server.port", args[3]);
		RecordedMachine self = new RecordedMachine(args[0], args[2]);
		RecordedMachine peer = new RecordedMachine(args[1], args[2]);
		List<String> settings = new ArrayList<>(List.of("--server.port=" + args[3], "--tandem.machine=" + args[0],
				"--tandem.peers=" + args[1], "--tandem.state-directory=" + System.getProperty("java.io.tmpdir"),
				"--tandem.console.enabled=true", "--tandem.console.centre=mainpc"));
		self.settings().forEach((setting) -> settings.add("--" + setting));
		peer.settings().forEach((setting) -> settings.add("--" + setting));
		new SpringApplicationBuilder(ConsoleUnderTest.class).properties(ServiceLauncher.defaults("console"))
			.run(settings.toArray(String[]::new));
	}

}
