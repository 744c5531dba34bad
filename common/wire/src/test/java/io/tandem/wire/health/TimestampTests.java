package io.tandem.wire.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTests {

	@ParameterizedTest
	@ValueSource(strings = { "2026-01-31T12:00:00Z", "2026-01-31T12:00:00.1Z", "2026-01-31T12:00:00.123456789Z",
			"2026-01-31T12:00:00+01:00", "2026-01-31T12:00:00.5-08:30", "2026-01-31T12:00Z", "0000-01-01T00:00:00Z",
			"2024-02-29T23:59:59.999999999Z" })
	void readsWhatTheLibraryReads(String text) {
		assertThat(Timestamp.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Z", "2026-01-31T12:00:00", "2026-02-30T12:00:00Z", "2026-13-01T00:00:00Z",
			"2026-01-31T12:00:61Z", "2026-01-31T12:00:00.1234567890Z", "2026-01-31 12:00:00Z", "2026-01-31T12:00:00Zx",
			"2026-01-31T1a:00:00Z", "2026-01-31T12:00:00,5Z" })
	void refusesWhatTheLibraryRefuses(String text) {
		assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> OffsetDateTime.parse(text).toInstant());
		assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Timestamp.parse(text));
	}

	@Test
	void readsWhatInstantsWrite() {
		Random random = new Random(1);
		for (int n = 0; n < 10_000; n++) {
			Instant instant = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
			assertThat(Timestamp.parse(instant.toString())).isEqualTo(instant);
		}
	}

}
