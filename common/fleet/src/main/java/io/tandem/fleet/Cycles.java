package io.tandem.fleet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds cycles in a directed graph, in one walk along all arrows: one for each arrow that
 * leads back onto the walk's own path. With those arrows removed none is left. Does not
 * recurse, so that a chain of any length is no stack overflow. Confined to one search.
 */
final class Cycles {

	private final Map<String, ? extends Collection<String>> arrows;

	private final Set<String> done = new HashSet<>();

	private final List<String> path = new ArrayList<>();

	private final Map<String, Integer> depths = new LinkedHashMap<>();

	private final Deque<Iterator<String>> pending = new ArrayDeque<>();

	private final List<List<String>> cycles = new ArrayList<>();

	private Cycles(Map<String, ? extends Collection<String>> arrows) {
		this.arrows = arrows;
	}

	/**
	 * Returns the cycles, each from its first node to the one whose arrow leads back to
	 * it; none if there is none. Their order is that of the arrows.
	 */
	static List<List<String>> in(Map<String, ? extends Collection<String>> arrows) {
		Cycles search = new Cycles(arrows);
		arrows.keySet().forEach(search::walk);
		return search.cycles;
	}

	private void walk(String start) {
		enter(start);
		while (!this.pending.isEmpty()) {
			Iterator<String> next = this.pending.getLast();
			if (!next.hasNext()) {
				leave();
				continue;
			}
			String node = next.next();
			Integer depth = this.depths.get(node);
			if (depth != null) {
				this.cycles.add(List.copyOf(this.path.subList(depth, this.path.size())));
			}
			else {
				enter(node);
			}
		}
	}

	private void enter(String node) {
		if (this.done.add(node)) {
			this.depths.put(node, this.path.size());
			this.path.add(node);
			Collection<String> next = this.arrows.get(node);
			this.pending.addLast(((next != null) ? next : List.<String>of()).iterator());
		}
	}

	private void leave() {
		this.pending.removeLast();
		this.depths.remove(this.path.removeLast());
	}

}
