package io.tandem.acceptance.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CascadeTests {

	private final Fleet fleet = load();

	@Test
	void whatDependsOnTheRootFailsAWaveAfterIt() {
		List<Set<String>> waves = Cascade.waves(this.fleet, "InferenceGateway");
		assertThat(waves.getFirst()).containsExactly("InferenceGateway");
		assertThat(waves.get(1)).containsExactlyInAnyOrder("ModelRouter", "SpeechRecognizer", "SpeechSynthesizer",
				"VisionProcessor", "EmbeddingService");
		assertThat(waves.get(2)).contains("FaceRecognizer", "Translator", "IntentClassifier");
		assertThat(waves.stream().flatMap(Set::stream)).doesNotHaveDuplicates();
	}

	@Test
	void noAgentOfTheOtherMachineFails() {
		Set<String> elsewhere = Set
			.copyOf(this.fleet.agentsOf("mainpc").stream().map((agent) -> agent.name()).toList());
		assertThat(Cascade.waves(this.fleet, "ResourceManager").stream().flatMap(Set::stream))
			.doesNotContainAnyElementsOf(elsewhere);
	}

	@Test
	void saysThatThereIsNoSuchAgent() {
		assertThatIllegalArgumentException().isThrownBy(() -> Cascade.waves(this.fleet, "Nobody"))
			.withMessageContaining("Nobody");
	}

	private static Fleet load() {
		try {
			return FleetFile.load(Path.of("../deploy/fleet.yaml"));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
