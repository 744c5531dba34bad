package io.tandem.wire.series;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LabelsTests {

	private final Labels labels = Labels.of("job", "shop", "__name__", "up", "instance", "a:1");

	@Test
	void sortsByName() {
		assertThat(this.labels.asMap().keySet()).containsExactly("__name__", "instance", "job");
		List<String> seen = new ArrayList<>();
		this.labels.forEach((name, value) -> seen.add(name + "=" + value));
		assertThat(seen).containsExactly("__name__=up", "instance=a:1", "job=shop");
	}

	@Test
	void isTheSameSetInWhateverOrderItWasMade() {
		Map<String, String> map = new LinkedHashMap<>();
		map.put("instance", "a:1");
		map.put("job", "shop");
		map.put("__name__", "up");
		assertThat(Labels.of(map)).isEqualTo(this.labels).hasSameHashCodeAs(this.labels);
		assertThat(Labels.of("a", "b")).isNotEqualTo(Labels.of("b", "a")).isNotEqualTo(Labels.of("a", "c"));
	}

	@Test
	void leavesEmptyValuesOut() {
		assertThat(Labels.of("__name__", "up", "job", "")).isEqualTo(Labels.of("__name__", "up"));
		assertThat(Labels.of(Map.of("job", "")).size()).isZero();
	}

	@Test
	void refusesANameTwice() {
		assertThatIllegalArgumentException().isThrownBy(() -> Labels.of("a", "1", "b", "2", "a", ""))
			.withMessageContaining("name=a");
		assertThatIllegalArgumentException().isThrownBy(() -> Labels.of("a", "1", "b"))
			.withMessageContaining("length=3");
	}

	@Test
	void answersWithNullOrEmptyForWhatIsNotThere() {
		assertThat(this.labels.get("job")).isEqualTo("shop");
		assertThat(this.labels.get("jo")).isNull();
		assertThat(this.labels.metricName()).isEqualTo("up");
		assertThat(Labels.of("a", "b").metricName()).isEmpty();
	}

	@Test
	void replacesAndRemovesInACopy() {
		assertThat(this.labels.with(Map.of("job", "till", "zone", "1", "instance", "")))
			.isEqualTo(Labels.of("__name__", "up", "job", "till", "zone", "1"));
		assertThat(this.labels.get("job")).isEqualTo("shop");
	}

	@Test
	void cannotBeChangedThroughItsMapOrTheArrayItWasMadeOf() {
		String[] pairs = { "a", "1", "b", "2" };
		Labels made = Labels.of(pairs);
		pairs[1] = "changed";
		assertThat(made.get("a")).isEqualTo("1");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> made.asMap().put("c", "3"));
	}

	@Test
	void writesItselfAsTheTextFormatDoes() {
		assertThat(this.labels).hasToString("up{instance=\"a:1\",job=\"shop\"}");
		assertThat(Labels.of("__name__", "up")).hasToString("up");
		assertThat(Labels.of("a", "q\"b\\n\n")).hasToString("{a=\"q\\\"b\\\\n\\n\"}");
		assertThat(Labels.of()).hasToString("{}");
	}

}
