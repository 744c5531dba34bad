package io.tandem.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	@Test
	void longAnnotationIsCutAndNeverWithinACharacter() {
		Alert alert = alert(Map.of("alertname", "A"), Map.of("text", "x" + "😀".repeat(Alert.MAX_ANNOTATION)));
		String text = alert.annotations().get("text");
		assertThat(text).hasSizeBetween(Alert.MAX_ANNOTATION - 1, Alert.MAX_ANNOTATION).endsWith("😀…");
	}

	@Test
	void emptyAnnotationIsNoFault() {
		assertThat(alert(Map.of("alertname", "A"), Map.of("text", "")).annotations()).containsEntry("text", "");
	}

	@Test
	void labelsAreInOrderWhateverOrderTheyCameIn() {
		assertThat(alert(Map.of("severity", "warning", "alertname", "A", "machine", "pc2"), Map.of()).labels().keySet())
			.containsExactly("alertname", "machine", "severity");
	}

	@Test
	void alertThatAnAlertmanagerWouldRefuseIsRefusedHere() {
		assertThatIllegalArgumentException().isThrownBy(() -> alert(Map.of("machine", "pc2"), Map.of()))
			.withMessageContaining("alertname");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> alert(Map.of("alertname", "A", "bad-name", "x"), Map.of()))
			.withMessageContaining("label=bad-name");
		assertThatIllegalArgumentException().isThrownBy(() -> alert(Map.of("alertname", " "), Map.of()))
			.withMessageContaining("label=alertname length=1");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> alert(Map.of("alertname", "x".repeat(Alert.MAX_LABEL + 1)), Map.of()))
			.withMessageContaining("length=257");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Alert.of(Map.of("alertname", "A"), Map.of(), START, START.minusMillis(1)))
			.withMessageContaining("endsAt=2025");
		Map<String, String> many = new HashMap<>(Map.of("alertname", "A"));
		for (int i = 0; i < Alert.MAX_FIELDS; i++) {
			many.put("l" + i, "x");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> alert(many, Map.of()))
			.withMessageContaining("at most 32 labels: count=33");
	}

	private static Alert alert(Map<String, String> labels, Map<String, String> annotations) {
		return Alert.of(labels, annotations, START, START.plusSeconds(60));
	}

}
