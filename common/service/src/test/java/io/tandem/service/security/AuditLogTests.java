package io.tandem.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditLogTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	@TempDir
	Path directory;

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void lineSaysWhoDidWhatFromWhereWhenAndWhatCameOfIt() throws IOException {
		log(1 << 20).record("bob", "192.0.2.7", "POST", "/api/v1/failover/override", "reason=a\"b\nc", 200);
		List<String> lines = Files.readAllLines(this.directory.resolve("audit.jsonl"));
		assertThat(lines).hasSize(1);
		JsonNode line = JsonMapper.shared().readTree(lines.getFirst());
		assertThat(line.at("/at").asString()).isEqualTo("2026-01-01T12:00:00Z");
		assertThat(line.at("/caller").asString()).isEqualTo("bob");
		assertThat(line.at("/from").asString()).isEqualTo("192.0.2.7");
		assertThat(line.at("/method").asString()).isEqualTo("POST");
		assertThat(line.at("/query").asString()).isEqualTo("reason=a\"b\nc");
		assertThat(line.at("/status").asInt()).isEqualTo(200);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.directory.resolve("audit.jsonl"))))
			.isEqualTo("rw-------");
		assertThat(this.registry.counter("tandem.audit.actions", "outcome", "done").count()).isOne();
	}

	@Test
	void oldestFileGoesWhenOneIsFull() throws IOException {
		AuditLog log = log(300);
		for (int i = 0; i < 30; i++) {
			log.record("bob", "192.0.2.7", "POST", "/action/" + i, null, 200);
		}
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files.map((file) -> file.getFileName().toString())).containsExactlyInAnyOrder("audit.jsonl",
					"audit.jsonl.1", "audit.jsonl.2");
		}
		assertThat(Files.readString(this.directory.resolve("audit.jsonl"))).contains("/action/29\"");
		assertThat(Files.size(this.directory.resolve("audit.jsonl.1"))).isBetween(1L, 300L);
	}

	@Test
	void whatCannotBeWrittenIsCounted() throws IOException {
		AuditLog log = new AuditLog(this.directory.resolve("missing"), 300, 2, InstantSource.fixed(NOW), this.registry);
		log.record("bob", "192.0.2.7", "POST", "/action", null, 200);
		assertThat(this.registry.counter("tandem.audit.failures").count()).isOne();
	}

	private AuditLog log(long maxBytes) {
		return new AuditLog(this.directory, maxBytes, 2, InstantSource.fixed(NOW), this.registry);
	}

}
