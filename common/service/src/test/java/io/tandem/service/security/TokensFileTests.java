package io.tandem.service.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensFileTests {

	@TempDir
	Path directory;

	private final AtomicLong nanos = new AtomicLong();

	@Test
	void tokenIsKnownByItsHash() throws IOException {
		TokensFile tokens = open(Tokens.file("operator", "s3cret", Role.OPERATOR));
		assertThat(tokens.find("s3cret")).contains(new Caller("operator", Set.of(Role.OPERATOR)));
		assertThat(tokens.find("S3cret")).isEmpty();
		assertThat(tokens.find("")).isEmpty();
		assertThat(tokens.find("s3cret".repeat(1000))).isEmpty();
	}

	@Test
	void twoTokensOfOneNameAreAcceptedWhileOneTakesOver() throws IOException {
		TokensFile tokens = open(Tokens.file("agent", "old", Role.AGENT, "agent", "new", Role.AGENT));
		assertThat(tokens.find("old")).isEqualTo(tokens.find("new")).isPresent();
	}

	@Test
	void changedFileIsReadAgainWithinASecond() throws IOException {
		TokensFile tokens = open(Tokens.file("agent", "old", Role.AGENT));
		write(Tokens.file("agent", "new", Role.AGENT));
		assertThat(tokens.find("old")).isPresent();
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
		assertThat(tokens.find("old")).isEmpty();
		assertThat(tokens.find("new")).isPresent();
	}

	@Test
	void fileThatIsBrokenLaterLeavesTheLastTokensValid() throws IOException {
		TokensFile tokens = open(Tokens.file("agent", "old", Role.AGENT));
		write("{");
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
		assertThat(tokens.find("old")).isPresent();
		Files.delete(file());
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
		assertThat(tokens.find("old")).isPresent();
		write(Tokens.file("agent", "new", Role.AGENT));
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
		assertThat(tokens.find("new")).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{\"tokens\": []}",
			"{\"tokens\": [{\"name\": \"a\", \"roles\": [\"king\"], \"sha256\": \"00\"}]}",
			"{\"tokens\": [{\"name\": \"a\", \"roles\": [\"agent\"], \"sha256\": \"00\"}]}",
			"{\"tokens\": [{\"name\": \"a b\", \"roles\": [\"agent\"], \"sha256\": \"00\"}]}",
			"{\"tokens\": [{\"name\": \"a\", \"roles\": [], \"sha256\": \"00\"}]}" })
	void fileThatIsNotOneOfTokensIsNamedAtTheStart(String text) throws IOException {
		write(text);
		assertThatIOException().isThrownBy(() -> new TokensFile(file(), this.nanos::get))
			.withMessageContaining(file().toString());
	}

	private TokensFile open(String text) throws IOException {
		write(text);
		return new TokensFile(file(), this.nanos::get);
	}

	private void write(String text) throws IOException {
		Path next = this.directory.resolve("next");
		Files.writeString(next, text);
		Files.move(next, file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
	}

	private Path file() {
		return this.directory.resolve("tokens.json");
	}

}
