package io.tandem.failover.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.detection.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EvidenceJsonTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	@Test
	void isAsItIsDocumented() throws IOException {
		String docs = Files.readString(Path.of("../docs/failover-events.md"));
		String event = docs.substring(docs.indexOf("```json") + 7, docs.indexOf("```", docs.indexOf("```json") + 7));
		JsonNode documented = JSON.readTree(event).path("evidence");
		assertThat(JSON.readTree(EvidenceJson.write(Transitions.down(42)))).isEqualTo(documented);
	}

	@Test
	void namesTheOverrideBeforeAndAfter() {
		Observation.Pin pin = new Observation.Pin(Transitions.PEER, "disk is changed",
				Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-01T01:00:00Z"));
		JsonNode json = JSON.readTree(EvidenceJson.write(Transitions.override(1, null, pin)));
		assertThat(json.path("overrideBefore").isNull()).isTrue();
		assertThat(json.path("override").path("tier").asString()).isEqualTo("peer-hub/mainpc");
		assertThat(json.path("override").path("until").asString()).isEqualTo("2026-01-01T01:00:00Z");
	}

}
