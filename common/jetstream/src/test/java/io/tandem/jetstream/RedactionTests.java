package io.tandem.jetstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedactionTests {

	@Test
	void addressesLoseTheirUser() {
		assertThat(Redaction.of("at nats://bob:s3cret@h:1, tls://k@h:2")).isEqualTo("at nats://h:1, tls://h:2");
		assertThat(Redaction.of((String) null)).isEqualTo("none");
	}

}
