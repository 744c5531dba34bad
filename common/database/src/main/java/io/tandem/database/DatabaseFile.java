package io.tandem.database;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;

/**
 * The file of an H2 database, looked at before anyone opens it. A history that cannot be
 * read must not keep its service from starting, so it is put aside and a new one is
 * begun; if not even that can be written, the history is kept in memory until the next
 * start. A database that is not H2's is taken as it is. Immutable.
 *
 * @param url what to open
 * @param state what was found
 */
public record DatabaseFile(String url, State state) {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseFile.class);

	private static final String PREFIX = "jdbc:h2:file:";

	private static final String IN_MEMORY = "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1";

	/** H2's code for a file that another process has open. */
	private static final int IN_USE = 90020;

	private static final long ROOM_TO_OPEN = 8L << 20;

	/**
	 * Looks at the database. Reads all of it, which takes about a second for each 200 MB.
	 * @param name what it holds, for the log, as {@code failover history}
	 * @throws IllegalStateException if another process has it open
	 */
	public static DatabaseFile check(String name, String url, String user, String password) {
		if (!url.startsWith(PREFIX)) {
			return new DatabaseFile(url, State.READABLE);
		}
		try {
			read(url, user, password);
			return new DatabaseFile(url, State.READABLE);
		}
		catch (SQLException ex) {
			if (ex.getErrorCode() == IN_USE) {
				throw new IllegalStateException(
						"another process has the " + name + " open: end it, or choose another TANDEM_STATE: url=" + url,
						ex);
			}
			return isFull(file(url)) ? inMemory(name, file(url), ex) : begin(name, url, user, password, ex);
		}
	}

	/**
	 * Looks at the database that the settings name.
	 * @see #check(String, String, String, String)
	 */
	public static DatabaseFile check(String name, DataSourceProperties settings) {
		return check(name, settings.determineUrl(), Objects.requireNonNullElse(settings.determineUsername(), ""),
				Objects.requireNonNullElse(settings.determinePassword(), ""));
	}

	/**
	 * Returns a pool of connections to it; what else the pool is told is the caller's.
	 */
	public HikariDataSource pool(DataSourceProperties settings) {
		return settings.initializeDataSourceBuilder().url(this.url).type(HikariDataSource.class).build();
	}

	/** A full disk says nothing about what is on it. */
	private static boolean isFull(Path file) {
		try {
			return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace() < ROOM_TO_OPEN;
		}
		catch (IOException ex) {
			return true;
		}
	}

	private static DatabaseFile begin(String name, String url, String user, String password, SQLException why) {
		Path file = file(url);
		try {
			Path aside = putAside(file);
			logger.atError()
				.setCause(why)
				.addKeyValue("database", name)
				.addKeyValue("file", file)
				.addKeyValue("aside", aside)
				.log("The database cannot be read; it is put aside and a new one begins");
			read(url, user, password);
			return new DatabaseFile(url, State.PUT_ASIDE);
		}
		catch (IOException | SQLException ex) {
			return inMemory(name, file, ex);
		}
	}

	private static DatabaseFile inMemory(String name, Path file, Exception why) {
		logger.atError()
			.setCause(why)
			.addKeyValue("database", name)
			.addKeyValue("file", file)
			.log("The database cannot be written; it is kept in memory until the next start");
		return new DatabaseFile(IN_MEMORY.formatted(name.replace(' ', '-')), State.IN_MEMORY);
	}

	private static Path file(String url) {
		String path = url.substring(PREFIX.length());
		int options = path.indexOf(';');
		return Path.of(((options < 0) ? path : path.substring(0, options)) + ".mv.db");
	}

	/** One damaged file is kept, the newest: it is as large as the whole one can get. */
	private static Path putAside(Path file) throws IOException {
		Path aside = file.resolveSibling(file.getFileName() + ".damaged");
		if (Files.exists(file)) {
			Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
		}
		return aside;
	}

	private static void read(String url, String user, String password) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url, user, password)) {
			try (Statement statement = connection.createStatement()) {
				// or a table's rows are all in memory before the first is seen
				statement.execute("set lazy_query_execution 1");
			}
			for (String table : tables(connection)) {
				try (Statement statement = connection.createStatement();
						ResultSet rows = statement
							.executeQuery("select * from \"" + table.replace("\"", "\"\"") + "\"")) {
					while (rows.next()) {
						rows.getObject(1);
					}
				}
			}
		}
		catch (RuntimeException ex) {
			throw new SQLException(ex);
		}
	}

	private static List<String> tables(Connection connection) throws SQLException {
		List<String> tables = new ArrayList<>();
		DatabaseMetaData meta = connection.getMetaData();
		try (ResultSet rows = meta.getTables(null, "PUBLIC", null, new String[] { "TABLE", "BASE TABLE" })) {
			while (rows.next()) {
				tables.add(rows.getString("TABLE_NAME"));
			}
		}
		return tables;
	}

	/** Tells whether there may have been something that is in no file now. */
	public boolean wasLost() {
		return this.state != State.READABLE;
	}

	/** What was found. */
	public enum State {

		/** All of it can be read, or there is none yet. */
		READABLE,
		/** It is put aside; this is a new one. */
		PUT_ASIDE,
		/** None can be written. */
		IN_MEMORY

	}

}
