package io.tandem.wire.health;

import io.tandem.wire.health.InvalidHealthReportException.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class HealthReportsTests {

	private static final String WHOLE = """
			{"agent":"shop.api-1","machine":"pc2","status":"DEGRADED","timestamp":"2026-01-31T13:00:00.25+01:00",
			"sequence":7,"epoch":"e1","metrics":{"cpu.load":0.5,"heap_bytes":1048576},"message":"slow disk"}
			""";

	private final HealthReport report = new HealthReport("shop.api-1", "pc2", HealthStatus.DEGRADED,
			Instant.parse("2026-01-31T12:00:00.25Z"), 7, "e1", Map.of("cpu.load", 0.5, "heap_bytes", 1048576.0),
			"slow disk");

	@Test
	void readsEveryField() throws InvalidHealthReportException {
		assertThat(read(WHOLE)).isEqualTo(this.report);
	}

	@Test
	void readsWhatItWrites() throws InvalidHealthReportException {
		assertThat(HealthReports.read(HealthReports.write(this.report))).isEqualTo(this.report);
		HealthReport small = new HealthReport("a", "pc2", HealthStatus.UP, Instant.EPOCH, 0, null, Map.of(), null);
		assertThat(HealthReports.read(HealthReports.write(small))).isEqualTo(small);
		assertThat(new String(HealthReports.write(small), StandardCharsets.UTF_8)).doesNotContain("null");
	}

	@Test
	void passesUnknownFieldsOverAndTakesLowerCaseStatus() throws InvalidHealthReportException {
		HealthReport read = read("""
				{"agent":"a","machine":"pc2","status":"up","timestamp":"2026-01-31T12:00:00Z","sequence":1,
				"metrics":null,"future":{"deep":[1,2]}}""");
		assertThat(read.status()).isEqualTo(HealthStatus.UP);
		assertThat(read.metrics()).isEmpty();
		assertThat(read.epoch()).isNull();
	}

	@Test
	void namesEveryMissingFieldAtOnce() {
		assertThat(faults("{}")).extracting(Fault::field)
			.containsExactly("agent", "machine", "status", "timestamp", "sequence");
		assertThat(faults("{}")).extracting(Fault::problem).containsOnly("is missing");
	}

	@Test
	void namesEveryInvalidFieldAtOnce() {
		List<Fault> faults = faults("""
				{"agent":"a b","machine":"PC2","status":"FINE","timestamp":"yesterday","sequence":-1,"epoch":"",
				"metrics":{"ok":1,"text":"1","none":null,"huge":1e999,"bad name":1},"message":7}""");
		assertThat(faults).extracting(Fault::field)
			.containsExactly("agent", "machine", "status", "timestamp", "sequence", "epoch", "metrics.text",
					"metrics.none", "metrics.bad name (name)", "metrics.huge", "message");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "[]", "7", "\"text\"", "null", "{", "{\"agent\":}", "{} {}", "{\"a\":NaN}" })
	void refusesWhatIsNotOneJsonObject(String body) {
		assertThat(faults(body)).extracting(Fault::field).containsExactly("body");
	}

	@ParameterizedTest
	@CsvSource({ "1.5", "9223372036854775808", "'\"7\"'", "true" })
	void refusesSequencesThatAreNotWholeNumbers(String sequence) {
		assertThat(faults(WHOLE.replace("\"sequence\":7", "\"sequence\":" + sequence))).extracting(Fault::field)
			.containsExactly("sequence");
	}

	@Test
	void boundsTheBodyTheMetricsTheMessageAndTheNames() {
		assertThat(faults(WHOLE + " ".repeat(HealthReports.MAX_BODY_BYTES))).extracting(Fault::field)
			.containsExactly("body");
		assertThat(faults(WHOLE.replace("slow disk", "x".repeat(1025)))).extracting(Fault::field)
			.containsExactly("message");
		assertThat(faults(WHOLE.replace("shop.api-1", "x".repeat(65)))).extracting(Fault::field)
			.containsExactly("agent");
		StringBuilder metrics = new StringBuilder("{\"m0\":0");
		for (int i = 1; i <= HealthReport.MAX_METRICS; i++) {
			metrics.append(",\"m").append(i).append("\":0");
		}
		assertThat(faults(WHOLE.replaceAll("\\{\"cpu[^}]*", metrics.toString()))).extracting(Fault::field)
			.containsExactly("metrics");
	}

	@Test
	void cannotBeMadeOutOfBounds() {
		Map<String, Double> metrics = new HashMap<>(Map.of("load", Double.NaN));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new HealthReport("", "pc2", HealthStatus.UP, Instant.EPOCH, -1, null, metrics, null))
			.withMessageContainingAll("agent", "sequence", "metrics.load");
	}

	@Test
	void neverFailsOtherwiseOnDamagedBodies() {
		long seed = Long.getLong("seed", System.nanoTime());
		System.out.println("seed=" + seed);
		Random random = new Random(seed);
		byte[] whole = WHOLE.getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < 5000; i++) {
			byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
			for (int n = random.nextInt(4); n >= 0; n--) {
				damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
			}
			try {
				HealthReports.read(damaged);
			}
			catch (InvalidHealthReportException ex) {
				assertThat(ex.faults()).isNotEmpty();
			}
		}
	}

	private static HealthReport read(String json) throws InvalidHealthReportException {
		return HealthReports.read(json.getBytes(StandardCharsets.UTF_8));
	}

	private static List<Fault> faults(String json) {
		InvalidHealthReportException ex = catchThrowableOfType(InvalidHealthReportException.class, () -> read(json));
		assertThat(ex).as(json).isNotNull();
		return ex.faults();
	}

}
