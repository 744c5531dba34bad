package io.tandem.centralhub.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tandem.http.BearerToken;
import io.tandem.test.net.FreePorts;
import io.tandem.test.time.MutableClock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteWriteSinkTests {

	private final StopSignal stop = new StopSignal();

	private ScriptedReceiver receiver;

	private RemoteWriteSink sink;

	@TempDir
	private Path directory;

	@BeforeEach
	void start() throws Exception {
		this.receiver = new ScriptedReceiver();
		this.sink = sink();
	}

	private RemoteWriteSink sink(String... settings) {
		return new RemoteWriteSink(SinkSettings.of(this.receiver.url(), settings), this.stop,
				MutableClock.at(Instant.parse("2026-01-01T00:00:00Z")));
	}

	@AfterEach
	void close() {
		this.sink.close();
		this.receiver.close();
	}

	private SinkOutcome write() throws StoppedException {
		return this.sink.write(new byte[] { 1 });
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 202, 204 })
	void anySuccessIsStored(int status) throws StoppedException {
		this.receiver.next(status, "");
		assertThat(write()).isEqualTo(new SinkOutcome.Stored());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "400|duplicate sample for timestamp", "413|too large", "422|cannot do",
			"404|unknown tenant", "500|too old sample", "500|out of bounds" })
	void refusalIsForTheseSamplesOnly(int status, String body) throws StoppedException {
		this.receiver.next(status, body + "\n");
		SinkOutcome outcome = write();
		if (status == 404) {
			assertThat(outcome).isEqualTo(new SinkOutcome.Unavailable("status 404", body, null));
		}
		else {
			assertThat(outcome).isEqualTo(new SinkOutcome.Refused(status, body));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 401, 403, 405, 407, 408, 429, 500, 502, 503, 504 })
	void whatMayEndIsNoRefusal(int status) throws StoppedException {
		this.receiver.next(status, "no");
		assertThat(write()).isInstanceOfSatisfying(SinkOutcome.Unavailable.class,
				(outcome) -> assertThat(outcome.cause()).isEqualTo("status " + status));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "7|PT7S", "Thu, 01 Jan 2026 00:00:30 GMT|PT30S", "soon|", "-1|" })
	void retryAfterIsUnderstood(String header, String expected) throws StoppedException {
		this.receiver.next(503, "", "Retry-After", header);
		assertThat(write()).isEqualTo(
				new SinkOutcome.Unavailable("status 503", "", (expected != null) ? Duration.parse(expected) : null));
	}

	@Test
	void longAnswerIsCutToOneLine() throws StoppedException {
		this.receiver.next(400, "first\r\nsecond \u00e4 " + "x".repeat(200_000));
		assertThat(write()).isInstanceOfSatisfying(SinkOutcome.Refused.class,
				(outcome) -> assertThat(outcome.detail()).startsWith("first second x").hasSize(300));
	}

	@Test
	void hangingReceiverIsGivenUp() throws StoppedException {
		this.receiver.nextHangs();
		this.sink = sink("request-timeout", "200ms");
		assertThat(write()).isInstanceOfSatisfying(SinkOutcome.Unavailable.class,
				(outcome) -> assertThat(outcome.cause()).isEqualTo("timeout"));
	}

	@Test
	void nobodyThereIsUnavailable() throws StoppedException {
		this.sink = new RemoteWriteSink(
				SinkSettings.of(URI.create("http://127.0.0.1:" + FreePorts.next() + "/api/v1/write")), this.stop,
				MutableClock.standing());
		assertThat(write()).isInstanceOfSatisfying(SinkOutcome.Unavailable.class,
				(outcome) -> assertThat(outcome.cause()).isEqualTo("connection refused"));
	}

	@Test
	void stopEndsTheWait() {
		this.receiver.nextHangs();
		CompletableFuture.runAsync(this.stop::stop, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
		assertThatExceptionOfType(StoppedException.class).isThrownBy(this::write);
	}

	@Test
	void tokenIsReadAgainWhenItsFileChangesAndNeverShown() throws Exception {
		Path file = this.directory.resolve("token");
		this.sink = sink("bearer-token-file", file.toString());
		assertThat(write()).isInstanceOfSatisfying(SinkOutcome.Unavailable.class,
				(outcome) -> assertThat(outcome.cause()).isEqualTo("no bearer token"));
		Files.writeString(file, "s3cret-1\n");
		this.receiver.next(204, "").next(204, "");
		write();
		Files.writeString(file, "s3cret-2\n");
		Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:01Z")));
		write();
		assertThat(this.receiver.authorizations).containsExactly("Bearer s3cret-1", "Bearer s3cret-2");
		Files.writeString(file, "two tokens");
		assertThat(write().toString()).contains("holds no token").doesNotContain("two tokens");
		assertThat(new BearerToken(file).toString()).doesNotContain("s3cret");
	}

	@Test
	void addressWithAUserIsRefusedWithoutShowingIt() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SinkSettings.of(URI.create("http://bob:s3cret@host/api/v1/write")))
			.withMessageNotContaining("s3cret");
	}

}
