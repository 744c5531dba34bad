package io.tandem.console.view;

import io.tandem.console.source.HealthAnswers.Edge;
import io.tandem.console.source.HealthAnswers.Incident;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who needs whom in an incident, laid out: the root to the left, and each column farther
 * from it. Lengths are in pixels.
 *
 * @param leftOut how many found no room
 */
public record Graph(int width, int height, List<Box> boxes, List<Arrow> arrows, int leftOut) {

	static final Graph EMPTY = new Graph(0, 0, List.of(), List.of(), 0);

	/** More could not be read. */
	private static final int MOST = 80;

	private static final int BOX_WIDTH = 176;

	private static final int BOX_HEIGHT = 22;

	private static final int COLUMN = 250;

	private static final int ROW = 30;

	/**
	 * Shows the members, and who needs the root and is well all the same.
	 * @param machines each agent's, for links
	 */
	static Graph of(Incident incident, List<Edge> edges, Map<String, String> machines) {
		Set<String> members = new LinkedHashSet<>();
		members.add(incident.root());
		members.addAll(incident.members());
		Set<String> all = new LinkedHashSet<>(members);
		edges.stream().filter((edge) -> edge.to().equals(incident.root())).map(Edge::from).forEach(all::add);
		Set<String> shown = new LinkedHashSet<>(all.stream().limit(MOST).toList());
		List<Edge> drawn = new ArrayList<>(
				edges.stream().filter((edge) -> shown.contains(edge.from()) && shown.contains(edge.to())).toList());
		Map<String, Integer> columns = columns(incident.root(), shown, drawn);
		// what is reached by no dependency hangs on the root: a hub, a link, a machine
		for (String name : shown) {
			if (!columns.containsKey(name)) {
				columns.put(name, 1);
				drawn.add(new Edge(name, incident.root(), "none", false));
			}
		}
		return laidOut(incident, machines, columns, drawn, all.size() - shown.size());
	}

	private static Map<String, Integer> columns(String root, Set<String> shown, List<Edge> edges) {
		Map<String, Integer> columns = new LinkedHashMap<>();
		Deque<String> next = new ArrayDeque<>();
		columns.put(root, 0);
		next.add(root);
		while (!next.isEmpty()) {
			String node = next.remove();
			int column = columns.getOrDefault(node, 0) + 1;
			for (Edge edge : edges) {
				if (edge.to().equals(node) && shown.contains(edge.from()) && !columns.containsKey(edge.from())) {
					columns.put(edge.from(), column);
					next.add(edge.from());
				}
			}
		}
		return columns;
	}

	private static Graph laidOut(Incident incident, Map<String, String> machines, Map<String, Integer> columns,
			List<Edge> edges, int leftOut) {
		Map<Integer, Integer> heights = new LinkedHashMap<>();
		Map<String, Box> boxes = new LinkedHashMap<>();
		Set<String> failing = new HashSet<>(incident.failing());
		Set<String> members = new HashSet<>(incident.members());
		columns.forEach((name, column) -> {
			int row = heights.merge(column, 1, Integer::sum) - 1;
			String kind = failing.contains(name) ? "failing" : members.contains(name) ? "recovered" : "well";
			boxes.put(name, new Box(name, label(name), column * COLUMN + 1, row * ROW + 1, kind,
					name.equals(incident.root()), href(name, machines)));
		});
		int width = heights.keySet().stream().mapToInt((column) -> column * COLUMN).max().orElse(0) + BOX_WIDTH + 2;
		int height = heights.values().stream().mapToInt((rows) -> rows * ROW).max().orElse(0);
		List<Arrow> arrows = new ArrayList<>();
		for (Edge edge : edges) {
			Box from = boxes.get(edge.from());
			Box to = boxes.get(edge.to());
			if (from != null && to != null) {
				arrows.add(Arrow.of(from, to, !"none".equals(edge.fallback())));
			}
		}
		return new Graph(width, height, List.copyOf(boxes.values()), arrows, leftOut);
	}

	private static String label(String name) {
		return (name.length() <= 25) ? name : name.substring(0, 24) + "…";
	}

	private static @Nullable String href(String name, Map<String, String> machines) {
		String machine = machines.get(name);
		return (machine != null) ? "/console/agents/" + machine + "/" + name : null;
	}

	/**
	 * A node.
	 *
	 * @param label its name, cut to fit
	 * @param kind {@code failing}, {@code recovered} or {@code well}
	 */
	public record Box(String name, String label, int x, int y, String kind, boolean isRoot, @Nullable String href) {

		public int width() {
			return BOX_WIDTH;
		}

		public int height() {
			return BOX_HEIGHT;
		}

	}

	/**
	 * From who needs to whom it needs.
	 *
	 * @param path as SVG has it
	 * @param isSoft whether there is a fallback
	 */
	public record Arrow(String path, boolean isSoft) {

		static Arrow of(Box from, Box to, boolean isSoft) {
			int middle = BOX_HEIGHT / 2;
			int startX = (from.x() >= to.x()) ? from.x() : from.x() + BOX_WIDTH;
			int endX = (from.x() > to.x()) ? to.x() + BOX_WIDTH : to.x();
			int bend = (from.x() == to.x()) ? 30 : Math.max(30, Math.abs(startX - endX) / 2);
			int startBend = (from.x() >= to.x()) ? startX - bend : startX + bend;
			int endBend = (from.x() > to.x()) ? endX + bend : endX - bend;
			return new Arrow("M%d %d C%d %d %d %d %d %d".formatted(startX, from.y() + middle, startBend,
					from.y() + middle, endBend, to.y() + middle, endX, to.y() + middle), isSoft);
		}

	}

}
