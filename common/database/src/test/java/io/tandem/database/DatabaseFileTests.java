package io.tandem.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.database.DatabaseFile.State;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseFileTests {

	@TempDir
	Path directory;

	@Test
	void aNewOneAndAWholeOneAreReadable() throws SQLException {
		assertThat(check().state()).isEqualTo(State.READABLE);
		fill();
		assertThat(check().state()).isEqualTo(State.READABLE);
		assertThat(aside()).doesNotExist();
	}

	@Test
	void oneThatIsNoDatabaseIsPutAside() throws IOException {
		Files.writeString(file(), "not a database ".repeat(1000));
		DatabaseFile found = check();
		assertThat(found.state()).isEqualTo(State.PUT_ASIDE);
		assertThat(found.wasLost()).isTrue();
		assertThat(aside()).content().startsWith("not a database");
		assertThat(check().state()).isEqualTo(State.READABLE);
	}

	@Test
	void oneWithDamagedRowsIsPutAside() throws SQLException, IOException {
		fill();
		try (RandomAccessFile file = new RandomAccessFile(file().toFile(), "rw")) {
			byte[] noise = new byte[(int) file.length() / 3];
			new Random(1).nextBytes(noise);
			file.seek(file.length() / 3);
			file.write(noise);
		}
		assertThat(check().state()).isEqualTo(State.PUT_ASIDE);
		assertThat(check().state()).isEqualTo(State.READABLE);
	}

	@Test
	void whereNothingCanBeWrittenItIsInMemory() throws IOException {
		Path blocked = Files.createFile(this.directory.resolve("blocked"));
		DatabaseFile found = DatabaseFile.check("test history", "jdbc:h2:file:" + blocked.resolve("history"), "tandem",
				"");
		assertThat(found.state()).isEqualTo(State.IN_MEMORY);
		assertThat(found.url()).startsWith("jdbc:h2:mem:test-history;");
	}

	private DatabaseFile check() {
		return DatabaseFile.check("test history", url(), "tandem", "");
	}

	private void fill() throws SQLException {
		try (Connection connection = DriverManager.getConnection(url(), "tandem", "");
				Statement statement = connection.createStatement()) {
			statement.execute("create table decision (id bigint primary key, evidence varchar(1000000))");
			statement.execute("insert into decision select x, rawtohex(secure_rand(2000)) from system_range(1, 500)");
		}
	}

	private String url() {
		return "jdbc:h2:file:" + this.directory.resolve("history") + ";DB_CLOSE_ON_EXIT=FALSE";
	}

	private Path file() {
		return this.directory.resolve("history.mv.db");
	}

	private Path aside() {
		return this.directory.resolve("history.mv.db.damaged");
	}

}
