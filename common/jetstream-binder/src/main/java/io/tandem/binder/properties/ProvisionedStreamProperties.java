package io.tandem.binder.properties;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** What a stream that the binder creates looks like. An existing stream is left alone. */
public class ProvisionedStreamProperties {

	/**
	 * The stream's name. By default the destination, if that is a stream's name, else the
	 * destination's letters and digits joined by underscores.
	 */
	private @Nullable String name;

	/**
	 * The subjects it stores. By default the destination, if that is a subject, else
	 * everything below the stream's name in lower case.
	 */
	private List<String> subjects = new ArrayList<>();

	/** Older messages are removed. A longer time costs disk, up to max-bytes. */
	private Duration maxAge = Duration.ofDays(7);

	/** Bytes on disk; a stream at this limit refuses new messages. */
	private DataSize maxBytes = DataSize.ofMegabytes(512);

	public @Nullable String getName() {
		return this.name;
	}

	public void setName(@Nullable String name) {
		this.name = name;
	}

	public List<String> getSubjects() {
		return this.subjects;
	}

	public void setSubjects(List<String> subjects) {
		this.subjects = subjects;
	}

	public Duration getMaxAge() {
		return this.maxAge;
	}

	public void setMaxAge(Duration maxAge) {
		this.maxAge = maxAge;
	}

	public DataSize getMaxBytes() {
		return this.maxBytes;
	}

	public void setMaxBytes(DataSize maxBytes) {
		this.maxBytes = maxBytes;
	}

}
