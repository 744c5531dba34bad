package io.tandem.failover.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastNumberTests {

	@TempDir
	Path directory;

	@Test
	void keepsTheHighestOverRestarts() throws IOException {
		assertThat(number()).isZero();
		raise(5, 6, 4);
		assertThat(number()).isEqualTo(6);
	}

	@Test
	void aDamagedPlaceLeavesTheOneBefore() throws IOException {
		raise(5, 6);
		byte[] bytes = Files.readAllBytes(file());
		bytes[64 + 11] ^= 1;
		Files.write(file(), bytes);
		assertThat(number()).isEqualTo(5);
		raise(7);
		assertThat(number()).isEqualTo(7);
	}

	@Test
	void aFileThatIsNotOneIsNoNumber() throws IOException {
		Files.writeString(file(), "x".repeat(200));
		assertThat(number()).isZero();
		raise(3);
		assertThat(number()).isEqualTo(3);
	}

	private Path file() {
		return this.directory.resolve("history.last-number");
	}

	private long number() throws IOException {
		try (LastNumber number = LastNumber.open(file())) {
			return number.get();
		}
	}

	private void raise(long... numbers) throws IOException {
		try (LastNumber number = LastNumber.open(file())) {
			for (long each : numbers) {
				number.raise(each);
			}
		}
	}

}
