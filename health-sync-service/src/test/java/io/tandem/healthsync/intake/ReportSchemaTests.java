package io.tandem.healthsync.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tandem.healthsync.Json;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthReports;
import io.tandem.wire.health.HealthStatus;
import io.tandem.wire.health.InvalidHealthReportException;
import io.tandem.wire.health.InvalidHealthReportException.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published schema says what the code does. */
class ReportSchemaTests {

	private JsonNode schema;

	@BeforeEach
	void read() throws Exception {
		this.schema = JsonMapper.shared().readTree(Files.readString(Path.of("../docs/health-report.schema.json")));
	}

	@Test
	void requiresWhatIsMissedInAnEmptyReport() {
		InvalidHealthReportException ex = catchThrowableOfType(InvalidHealthReportException.class,
				() -> HealthReports.read(Json.bytes("{}")));
		assertThat(this.schema.path("required").valueStream().map(JsonNode::asString))
			.containsExactlyInAnyOrderElementsOf(ex.faults().stream().map(Fault::field).toList());
	}

	@Test
	void namesEveryFieldAndEveryStatus() {
		assertThat(this.schema.path("properties").propertyNames()).containsExactlyInAnyOrderElementsOf(
				Arrays.stream(HealthReport.class.getRecordComponents()).map((field) -> field.getName()).toList());
		assertThat(this.schema.at("/properties/status/enum").valueStream().map(JsonNode::asString))
			.containsExactlyElementsOf(Arrays.stream(HealthStatus.values()).map(Enum::name).toList());
	}

	@Test
	void givesTheSameBounds() {
		assertThat(this.schema.at("/properties/metrics/maxProperties").asInt()).isEqualTo(HealthReport.MAX_METRICS);
		assertThat(this.schema.at("/properties/message/maxLength").asInt()).isEqualTo(HealthReport.MAX_MESSAGE_LENGTH);
	}

}
