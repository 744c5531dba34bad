package io.tandem.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushPathTests {

	@Test
	void theJobIsALabel() {
		assertThat(PushPath.parse("/metrics/job/some_job")).isEqualTo(Map.of("job", "some_job"));
		assertThat(PushPath.parse("/metrics/job/some_job/")).isEqualTo(Map.of("job", "some_job"));
	}

	@Test
	void furtherLabelsFollowInPairs() {
		assertThat(PushPath.parse("/metrics/job/j/instance/i/zone/z"))
			.isEqualTo(Map.of("job", "j", "instance", "i", "zone", "z"));
	}

	@Test
	void theLastValueMayBeEmpty() {
		assertThat(PushPath.parse("/metrics/job/j/a/")).isEqualTo(Map.of("job", "j", "a", ""));
	}

	@Test
	void theJobOfThePathCounts() {
		assertThat(PushPath.parse("/metrics/job/j/job/k/a/1/a/2")).isEqualTo(Map.of("job", "j", "a", "2"));
	}

	@Test
	void valuesMayBeInBase64PaddedOrNot() {
		// the Pushgateway's own examples
		assertThat(PushPath.parse("/metrics/job/directory_cleaner/path@base64/L3Zhci90bXA"))
			.isEqualTo(Map.of("job", "directory_cleaner", "path", "/var/tmp"));
		assertThat(PushPath.parse("/metrics/job@base64/Zm9v/path@base64/L3Zhci90bXA="))
			.isEqualTo(Map.of("job", "foo", "path", "/var/tmp"));
		assertThat(PushPath.parse("/metrics/job/titan/name@base64/zqDPgc6_zrzOt864zrXPjc-C"))
			.isEqualTo(Map.of("job", "titan", "name", "Προμηθεύς"));
		assertThat(PushPath.parse("/metrics/job/example/first_label@base64/=/second_label/foobar"))
			.isEqualTo(Map.of("job", "example", "first_label", "", "second_label", "foobar"));
		assertThat(PushPath.parse("/metrics/job%40base64/Zm9v")).isEqualTo(Map.of("job", "foo"));
	}

	@Test
	void percentEncodingIsUndoneBeforeThePathIsSplit() {
		assertThat(PushPath.parse("/metrics/job/titan/name/%CE%A0%CF%81%CE%BF%CE%BC%CE%B7%CE%B8%CE%B5%CF%8D%CF%82"))
			.isEqualTo(Map.of("job", "titan", "name", "Προμηθεύς"));
		assertThat(PushPath.parse("/metrics/job/x%2Fy%2Fz")).isEqualTo(Map.of("job", "x", "y", "z"));
		assertThat(PushPath.parse("/metrics/job/a%20b+c;d=e%25%5C")).isEqualTo(Map.of("job", "a b+c;d=e%\\"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/metrics/job", "/metrics/job/", "/metrics/job@base64/=", "/metrics/job@base64/",
			"/metrics/job//a/b", "/metrics/job/j/a", "/metrics/job/j/a/b/", "/metrics/job/j//b",
			"/metrics/job/j/a//c/d", "/metrics/job/x%2Fy", "/metrics/job@base64/e", "/metrics/job@base64/a+b",
			"/metrics/job/j/1a/b", "/metrics/job/j/a-b/c", "/metrics/job/j/__a/b", "/metrics/job/j/__name__/b",
			"/metrics/job/j/__a@base64/b", "/metrics/job/j/a/%ff", "/metrics/job/j/a@base64/_w", "/metrics/job/j/a/%zz",
			"/metrics/job/j/a/%4", "/metrics/job/j/a/..", "/metrics/job/./a/b", "/metrics/job/%2e%2e/a/b",
			"/metrics/jobs/j" })
	void aPathThatNamesNoGroupIsRefused(String path) {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> PushPath.parse(path))
			.satisfies((ex) -> assertThat(ex.refusal()).isEqualTo(Refusal.BAD_PUSH_PATH))
			.withMessageContaining("path=/metrics/job");
	}

}
