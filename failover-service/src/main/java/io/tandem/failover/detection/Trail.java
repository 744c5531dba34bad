package io.tandem.failover.detection;

import io.tandem.failover.detection.Observation.Outcome;
import io.tandem.failover.detection.Observation.Result.Success;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest observations about one thing. A success takes the place of the one before it
 * from the same source, so that what is unusual stays. Bounded; the oldest go. Immutable.
 */
public final class Trail {

	/** How many observations {@link #newest} returns at most. */
	public static final int KEPT = 64;

	/** Nothing yet. */
	public static final Trail EMPTY = new Trail(null, 0);

	private final @Nullable Node newest;

	private final int size;

	private Trail(@Nullable Node newest, int size) {
		this.newest = newest;
		this.size = size;
	}

	/** Returns the trail with one more. */
	public Trail and(Observation observation) {
		Node head = this.newest;
		if (head != null && observation instanceof Outcome outcome && isSuccess(observation) && isSuccess(head.what)) {
			if (isSameSource(head.what, outcome)) {
				return new Trail(new Node(observation, head.older), this.size);
			}
			Node older = head.older;
			if (older != null && isSuccess(older.what) && isSameSource(older.what, outcome)) {
				return new Trail(new Node(observation, new Node(head.what, older.older)), this.size);
			}
		}
		// cut only now and then, so that adding stays cheap
		return (this.size < 2 * KEPT) ? new Trail(new Node(observation, head), this.size + 1) : cut().and(observation);
	}

	private Trail cut() {
		Trail trail = EMPTY;
		for (Observation observation : newest()) {
			trail = new Trail(new Node(observation, trail.newest), trail.size + 1);
		}
		return trail;
	}

	/** Returns the newest ones, oldest first. */
	public List<Observation> newest() {
		List<Observation> found = new ArrayList<>(Math.min(this.size, KEPT));
		for (Node node = this.newest; node != null && found.size() < KEPT; node = node.older) {
			found.add(node.what);
		}
		return found.reversed();
	}

	private static boolean isSuccess(Observation observation) {
		return observation instanceof Outcome outcome && outcome.result() instanceof Success;
	}

	private static boolean isSameSource(Observation one, Outcome other) {
		return one instanceof Outcome outcome && outcome.source() == other.source();
	}

	private record Node(Observation what, @Nullable Node older) {
	}

}
