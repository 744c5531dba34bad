package io.tandem.jetstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RepeatingFailureTests {

	@Test
	void isLoggedAtItsFirstAtAChangeOfReasonAndAtItsEnd(CapturedOutput output) {
		RepeatingFailure failure = new RepeatingFailure(LoggerFactory.getLogger("repeating"), "server", "x");
		failure.ended("over");
		failure.failed(Level.WARN, "failing", "refused");
		failure.failed(Level.WARN, "failing", "refused");
		failure.failed(Level.WARN, "failing", "timeout");
		assertThat(failure.isFailing()).isTrue();
		failure.ended("over");
		failure.ended("over");
		assertThat(failure.isFailing()).isFalse();
		assertThat(output.getOut().lines()).hasSize(3);
		assertThat(output.getOut().lines().toList().getLast()).contains("failures=\"3\"", "over");
	}

	@Test
	void addressesLoseTheirUser() {
		assertThat(Redaction.of("at nats://bob:s3cret@h:1, tls://k@h:2")).isEqualTo("at nats://h:1, tls://h:2");
		assertThat(Redaction.of((String) null)).isEqualTo("none");
	}

}
