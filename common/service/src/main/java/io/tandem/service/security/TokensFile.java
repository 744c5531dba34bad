package io.tandem.service.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tokens that are accepted, as a file with their SHA-256, names and roles. Two may
 * have the same name, while one takes over from the other. The file is looked at once a
 * second and read again when it has changed; if it cannot be read, the last good content
 * stays. A token is 256 bits of chance, so a plain hash tells nothing of it. Thread-safe:
 * readers see one immutable content, and a lock guards its change.
 */
final class TokensFile {

	private static final Logger logger = LoggerFactory.getLogger(TokensFile.class);

	private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

	/** Longer than any token, shorter than work to hash. */
	private static final int MAX_TOKEN = 512;

	private static final int HASH_BYTES = 32;

	private final ReentrantLock lock = new ReentrantLock();

	private final Path file;

	private final LongSupplier nanos;

	private volatile Content content;

	private volatile long lookedAt;

	/**
	 * @throws IOException if the file cannot be read, or is not one of tokens
	 */
	TokensFile(Path file, LongSupplier nanos) throws IOException {
		this.file = file;
		this.nanos = nanos;
		Stamp stamp = Stamp.of(file);
		this.content = new Content(read(file), stamp);
		this.lookedAt = nanos.getAsLong();
	}

	/** Returns whose token it is, if it is accepted. */
	Optional<Caller> find(String token) {
		refresh();
		if (token.length() > MAX_TOKEN) {
			return Optional.empty();
		}
		byte[] hash = hash(token);
		Caller found = null;
		// all of them, so that the time tells nothing
		for (Entry entry : this.content.entries()) {
			if (MessageDigest.isEqual(entry.sha256(), hash)) {
				found = entry.caller();
			}
		}
		return Optional.ofNullable(found);
	}

	private void refresh() {
		if (this.nanos.getAsLong() - this.lookedAt < INTERVAL_NANOS || !this.lock.tryLock()) {
			return;
		}
		try {
			this.lookedAt = this.nanos.getAsLong();
			Stamp stamp = Stamp.of(this.file);
			if (!stamp.equals(this.content.stamp())) {
				reload(stamp);
			}
		}
		catch (IOException ex) {
			if (this.content.stamp() != null) {
				this.content = new Content(this.content.entries(), null);
				logger.atError()
					.addKeyValue("file", this.file)
					.addKeyValue("reason", ex.getMessage())
					.log("tokens cannot be read again, the last ones stay");
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void reload(Stamp stamp) {
		try {
			this.content = new Content(read(this.file), stamp);
			logger.atInfo()
				.addKeyValue("file", this.file)
				.addKeyValue("tokens", this.content.entries().size())
				.log("tokens read again");
		}
		catch (IOException ex) {
			// told once for each content that is wrong
			this.content = new Content(this.content.entries(), stamp);
			logger.atError()
				.addKeyValue("file", this.file)
				.addKeyValue("reason", ex.getMessage())
				.log("tokens cannot be read again, the last ones stay");
		}
	}

	private static List<Entry> read(Path file) throws IOException {
		try {
			JsonNode tokens = JsonMapper.shared().readTree(Files.readAllBytes(file)).path("tokens");
			List<Entry> entries = new ArrayList<>();
			for (JsonNode token : tokens) {
				entries.add(entry(token));
			}
			if (entries.isEmpty()) {
				throw new IOException("has no tokens: " + file);
			}
			return List.copyOf(entries);
		}
		catch (JacksonException | IllegalArgumentException ex) {
			String why = (ex instanceof JacksonException json) ? json.getOriginalMessage() : ex.getMessage();
			throw new IOException("is not a file of tokens: " + file + ": " + why, ex);
		}
	}

	private static Entry entry(JsonNode token) {
		String name = token.path("name").asString("");
		if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}")) {
			throw new IllegalArgumentException(
					"a token's name must be letters, digits, '.', '_' and '-': name=" + name);
		}
		Set<Role> roles = EnumSet.noneOf(Role.class);
		token.path("roles").forEach((role) -> roles.add(Role.of(role.asString(""))));
		byte[] sha256 = HexFormat.of().parseHex(token.path("sha256").asString(""));
		if (roles.isEmpty() || sha256.length != HASH_BYTES) {
			throw new IllegalArgumentException("a token needs roles and a SHA-256: name=" + name);
		}
		return new Entry(new Caller(name, roles), sha256);
	}

	private static byte[] hash(String token) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

	private record Entry(Caller caller, byte[] sha256) {
	}

	/**
	 * @param stamp null while the file cannot be looked at
	 */
	private record Content(List<Entry> entries, @Nullable Stamp stamp) {
	}

	/** The key changes when a file is replaced, whatever its time says. */
	private record Stamp(FileTime changed, long size, @Nullable Object key) {

		static Stamp of(Path file) throws IOException {
			var attributes = Files.readAttributes(file, BasicFileAttributes.class);
			return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
		}

	}

}
