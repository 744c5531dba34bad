package io.tandem.wire.exposition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The labels of one line as they are read: alternating names and values. Confined to one
 * call.
 */
final class LabelPairs {

	/** From here on a set is asked, so that a line of many labels costs no square. */
	private static final int FEW = 32;

	private final List<String> pairs = new ArrayList<>();

	private @Nullable Set<String> names;

	boolean contains(String name) {
		if (this.pairs.size() < 2 * FEW) {
			return indexOf(name) >= 0;
		}
		if (this.names == null) {
			this.names = new HashSet<>();
			for (int i = 0; i < this.pairs.size(); i += 2) {
				this.names.add(this.pairs.get(i));
			}
		}
		return this.names.contains(name);
	}

	/** Adds a label, or replaces its value. */
	void put(String name, String value) {
		if (contains(name)) {
			this.pairs.set(indexOf(name) + 1, value);
			return;
		}
		this.pairs.add(name);
		this.pairs.add(value);
		if (this.names != null) {
			this.names.add(name);
		}
	}

	@Nullable String get(String name) {
		int index = indexOf(name);
		return (index >= 0) ? this.pairs.get(index + 1) : null;
	}

	List<String> asList() {
		return this.pairs;
	}

	private int indexOf(String name) {
		for (int i = 0; i < this.pairs.size(); i += 2) {
			if (this.pairs.get(i).equals(name)) {
				return i;
			}
		}
		return -1;
	}

}
