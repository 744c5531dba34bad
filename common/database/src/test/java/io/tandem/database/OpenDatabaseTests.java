package io.tandem.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class OpenDatabaseTests {

	@TempDir
	Path directory;

	@Test
	void whatIsSyncedIsInTheFile() throws Exception {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl("jdbc:h2:file:" + this.directory.resolve("open") + ";DB_CLOSE_ON_EXIT=FALSE");
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			OpenDatabase database = new OpenDatabase(jdbc);
			jdbc.execute("create table word (text varchar(100) primary key)");
			jdbc.update("insert into word values ('remarkable')");
			database.sync();
			Path copy = this.directory.resolve("copy.mv.db");
			Files.copy(this.directory.resolve("open.mv.db"), copy);
			assertThat(DatabaseFile.check("copy", "jdbc:h2:file:" + this.directory.resolve("copy"), "", "").state())
				.isEqualTo(DatabaseFile.State.READABLE);
			try (HikariDataSource copied = new HikariDataSource()) {
				copied.setJdbcUrl("jdbc:h2:file:" + this.directory.resolve("copy"));
				assertThat(new JdbcTemplate(copied).queryForList("select text from word", String.class))
					.containsExactly("remarkable");
			}
		}
	}

	@Test
	void isUsableAfterItWasReopened() {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl("jdbc:h2:file:" + this.directory.resolve("open") + ";DB_CLOSE_ON_EXIT=FALSE");
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			jdbc.execute("create table word (text varchar(100) primary key)");
			new OpenDatabase(jdbc).reopen();
			assertThat(jdbc.queryForObject("select count(*) from word", Integer.class)).isZero();
		}
	}

}
