package io.tandem.database;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What H2 needs besides SQL: a commit that is on the disk when it returns, and to be
 * opened again after a failed write. Does nothing where the database is another one.
 * Thread-safe.
 *
 * <p>
 * Never interrupt a thread that uses the database: H2 closes its file when that happens.
 */
public final class OpenDatabase {

	private final JdbcTemplate jdbc;

	private final boolean h2;

	/**
	 * Asks the database what it is.
	 * @throws org.springframework.dao.DataAccessException if it cannot be asked
	 */
	public OpenDatabase(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
		this.h2 = Boolean.TRUE.equals(jdbc.execute((ConnectionCallback<Boolean>) (connection) -> "H2"
			.equals(connection.getMetaData().getDatabaseProductName())));
	}

	/**
	 * Returns when what was committed is on the disk. H2 writes a commit to its file up
	 * to half a second later by itself: who can do without that last half second, because
	 * it reads it again from elsewhere, need not call this.
	 * @throws org.springframework.dao.DataAccessException if it could not be written
	 */
	public void sync() {
		if (this.h2) {
			this.jdbc.execute("CHECKPOINT SYNC");
		}
	}

	/**
	 * Runs what writes. If it fails, all connections are let go: a failed write closes
	 * H2's file for good, and only a connection made after that opens it again.
	 * @throws RuntimeException what the write has thrown
	 */
	public void write(Runnable write) {
		try {
			write.run();
		}
		catch (RuntimeException ex) {
			reopen();
			throw ex;
		}
	}

	void reopen() {
		if (this.jdbc.getDataSource() instanceof HikariDataSource pool && pool.getHikariPoolMXBean() != null) {
			pool.getHikariPoolMXBean().softEvictConnections();
		}
	}

}
