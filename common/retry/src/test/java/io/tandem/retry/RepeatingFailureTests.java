package io.tandem.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RepeatingFailureTests {

	private final RepeatingFailure failure = new RepeatingFailure(LoggerFactory.getLogger("repeating"),
			Map.of("server", "x"));

	@Test
	void isLoggedAtItsFirstAtAChangeOfReasonAndAtItsEnd(CapturedOutput output) {
		this.failure.ended().log("over");
		failed("refused");
		failed("refused");
		failed("timeout");
		assertThat(this.failure.isFailing()).isTrue();
		assertThat(this.failure.count()).isEqualTo(3);
		this.failure.ended().log("over");
		this.failure.ended().log("over");
		assertThat(this.failure.isFailing()).isFalse();
		assertThat(output.getOut().lines()).hasSize(3);
		assertThat(output.getOut().lines().toList().getLast()).contains("INFO", "server=\"x\"", "reason=\"timeout\"",
				"failures=\"3\"", "over");
	}

	@Test
	void isNewsAgainOnceItHasEnded(CapturedOutput output) {
		failed("refused");
		this.failure.ended();
		failed("refused");
		assertThat(output.getOut().lines()).hasSize(2).allMatch((line) -> line.contains("failures=\"1\""));
	}

	private void failed(String reason) {
		this.failure.failed(Level.WARN, reason).log("failing");
	}

}
