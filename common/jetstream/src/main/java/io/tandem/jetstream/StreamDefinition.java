package io.tandem.jetstream;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.External;
import io.nats.client.api.Mirror;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Translates a {@link StreamSpec} into JetStream's terms and compares it with what is
 * there. An origin discards new messages when it is full, because an acknowledged one
 * must not vanish before it was read; a mirror discards its oldest, because one that
 * stops at its limit stays stopped.
 */
record StreamDefinition(StreamSpec spec) {

	boolean isMirror() {
		return this.spec.mirrorOfDomain() != null;
	}

	StreamConfiguration toCreate() {
		StreamConfiguration.Builder builder = StreamConfiguration.builder()
			.name(this.spec.name())
			.storageType(StorageType.File)
			.replicas(1)
			.retentionPolicy(RetentionPolicy.Limits);
		if (this.spec.isBucket()) {
			// as clients of buckets expect it
			builder.allowDirect(true).allowRollup(true).denyDelete(true);
		}
		return changeable(isMirror() ? builder.mirror(mirror()) : builder.subjects(this.spec.subjects())).build();
	}

	/** Returns what is there with everything that may be changed as it should be. */
	StreamConfiguration toUpdate(StreamConfiguration present) {
		StreamConfiguration.Builder builder = StreamConfiguration.builder(present);
		return changeable(isMirror() ? builder : builder.subjects(this.spec.subjects())).build();
	}

	private StreamConfiguration.Builder changeable(StreamConfiguration.Builder builder) {
		builder.maxAge(this.spec.maxAge()).maxBytes(this.spec.maxBytes()).discardPolicy(discard());
		if (this.spec.isBucket()) {
			builder.maxMessagesPerSubject(this.spec.maxPerSubject());
		}
		return isMirror() ? builder : builder.duplicateWindow(duplicateWindow());
	}

	/** Names what differs and can be changed; empty if nothing does. */
	List<String> differences(StreamConfiguration present) {
		List<String> found = new ArrayList<>();
		compare(found, "max_age", present.getMaxAge(), this.spec.maxAge());
		compare(found, "max_bytes", present.getMaxBytes(), this.spec.maxBytes());
		if (this.spec.isBucket()) {
			compare(found, "max_msgs_per_subject", present.getMaxMsgsPerSubject(), this.spec.maxPerSubject());
		}
		compare(found, "discard", present.getDiscardPolicy(), discard());
		if (!isMirror()) {
			compare(found, "subjects", new HashSet<>(present.getSubjects()), new HashSet<>(this.spec.subjects()));
			compare(found, "duplicate_window", present.getDuplicateWindow(), duplicateWindow());
		}
		return found;
	}

	/**
	 * Says why the stream cannot be made what it should be, and what an operator can do;
	 * null if it can.
	 */
	@Nullable String obstacle(StreamInfo info) {
		StreamConfiguration present = info.getConfiguration();
		List<String> fixed = new ArrayList<>();
		compare(fixed, "storage", present.getStorageType(), StorageType.File);
		compare(fixed, "retention", present.getRetentionPolicy(), RetentionPolicy.Limits);
		compare(fixed, "mirror", describe(present.getMirror()), describe(isMirror() ? mirror() : null));
		if (!fixed.isEmpty()) {
			return "cannot be changed in place, back it up and delete it to have it made anew: "
					+ String.join(", ", fixed);
		}
		long held = info.getStreamState().getByteCount();
		if (!isMirror() && this.spec.maxBytes() < present.getMaxBytes() && this.spec.maxBytes() < held) {
			return "holds more than the new limit, which would delete its oldest messages; wait or raise the limit: "
					+ "max_bytes=" + this.spec.maxBytes() + " held=" + held;
		}
		return null;
	}

	private static void compare(List<String> found, String name, @Nullable Object present, Object wanted) {
		if (!Objects.equals(present, wanted)) {
			found.add(name + "=" + present + " wanted=" + wanted);
		}
	}

	private static String describe(@Nullable Mirror mirror) {
		if (mirror == null) {
			return "none";
		}
		External external = mirror.getExternal();
		return mirror.getName() + "@" + ((external != null) ? external.getApi() : "local");
	}

	private Mirror mirror() {
		return Mirror.builder()
			.name(this.spec.name())
			.external(External.builder().api("$JS." + this.spec.mirrorOfDomain() + ".API").build())
			.build();
	}

	private DiscardPolicy discard() {
		return isMirror() ? DiscardPolicy.Old : DiscardPolicy.New;
	}

	/** The server refuses a window longer than the messages live. */
	private Duration duplicateWindow() {
		Duration age = this.spec.maxAge();
		Duration window = this.spec.duplicateWindow();
		return (age.isPositive() && age.compareTo(window) < 0) ? age : window;
	}

}
