package io.tandem.wire.identity;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RecordRangeTests {

	private final RecordRange range = new RecordRange("pc2", "01J8Z", 5, 9);

	@Test
	void countsBothEnds() {
		assertThat(this.range.count()).isEqualTo(5);
		assertThat(new RecordRange("pc2", "e", 1, 1).count()).isOne();
	}

	@Test
	void messageIdNamesEveryPart() {
		assertThat(this.range.messageId()).isEqualTo("pc2/01J8Z/5-9").isEqualTo(this.range.toString());
	}

	@Test
	void comesBackFromItsOwnHeaders() {
		Map<String, String> headers = new HashMap<>();
		this.range.writeTo(headers::put);
		assertThat(headers).hasSize(4).containsEntry("Tandem-Origin", "pc2").containsEntry("Tandem-Last", "9");
		assertThat(RecordRange.readFrom(headers::get)).contains(this.range);
	}

	@Test
	void isAbsentWithoutHeaders() {
		assertThat(RecordRange.readFrom((name) -> null)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Tandem-Origin", "Tandem-Epoch", "Tandem-First", "Tandem-Last" })
	void refusesToBeReadFromSomeHeadersOnly(String missing) {
		Map<String, String> headers = new HashMap<>();
		this.range.writeTo(headers::put);
		headers.remove(missing);
		assertThatIllegalArgumentException().isThrownBy(() -> RecordRange.readFrom(headers::get))
			.withMessageContaining(missing);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "1.5", "99999999999999999999" })
	void refusesSequencesThatAreNotWholeNumbers(String last) {
		Map<String, String> headers = new HashMap<>();
		this.range.writeTo(headers::put);
		headers.put("Tandem-Last", last);
		assertThatIllegalArgumentException().isThrownBy(() -> RecordRange.readFrom(headers::get))
			.withMessageContaining("Tandem-Last=" + last);
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "-1, 1", "2, 1" })
	void refusesSequencesOutOfOrder(long first, long last) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RecordRange("pc2", "e", first, last))
			.withMessageContaining("first=" + first + " last=" + last);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a/b", "a b", "ä", "pc.2", "pc2\n" })
	void refusesNamesThatCouldNotStandInAMessageId(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RecordRange(name, "e", 1, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new RecordRange("pc2", name, 1, 1));
	}

	@Test
	void takesNamesUpToSixtyFourCharacters() {
		assertThat(new RecordRange("a".repeat(64), "e", 1, 1).origin()).hasSize(64);
		assertThatIllegalArgumentException().isThrownBy(() -> new RecordRange("a".repeat(65), "e", 1, 1));
	}

}
