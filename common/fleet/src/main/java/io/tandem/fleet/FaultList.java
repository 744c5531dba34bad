package io.tandem.fleet;

import io.tandem.fleet.InvalidFleetException.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Takes YAML nodes apart and notes what is wrong with each, with its line, instead of
 * stopping at the first. Confined to one reading.
 */
final class FaultList {

	private static final int LONGEST_TO_SHOW = 64;

	private final List<Fault> faults = new ArrayList<>();

	void add(Node at, String problem) {
		add(line(at), problem);
	}

	void add(int line, String problem) {
		this.faults.add(new Fault(line, problem));
	}

	/**
	 * Returns the values of a mapping by key. A key that is not known or stands there
	 * twice is a fault.
	 */
	Map<String, Node> mapping(Node node, String what, Set<String> known) {
		Map<String, Node> values = new HashMap<>();
		if (!(node instanceof MappingNode mapping)) {
			add(node, what + " must be a mapping of " + new TreeSet<>(known));
			return values;
		}
		for (NodeTuple tuple : mapping.getValue()) {
			String key = (tuple.getKeyNode() instanceof ScalarNode scalar) ? scalar.getValue() : "";
			if (!known.contains(key)) {
				add(tuple.getKeyNode(),
						"unknown key in " + what + ", known are " + new TreeSet<>(known) + ": '" + shorten(key) + "'");
			}
			else if (values.put(key, tuple.getValueNode()) != null) {
				add(tuple.getKeyNode(), "key stands there twice in " + what + ": " + key);
			}
		}
		return values;
	}

	/** Returns the items of a list; something else is a fault. */
	List<Node> items(Node node, String what) {
		if (node instanceof SequenceNode sequence) {
			return sequence.getValue();
		}
		add(node, what + " must be a list");
		return List.of();
	}

	/** Returns the text of a required value, or null after noting a fault. */
	@Nullable String text(Map<String, Node> values, String key, Node parent, String what) {
		Node node = values.get(key);
		if (node == null) {
			if (parent instanceof MappingNode) {
				add(parent, what + " has no " + key);
			}
			return null;
		}
		return text(node, what + "'s " + key);
	}

	/** Returns the text of a value, or null after noting a fault. */
	@Nullable String text(Node node, String what) {
		if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL) && !scalar.getValue().isBlank()) {
			return scalar.getValue();
		}
		add(node, what + " must be a text");
		return null;
	}

	static int line(Node node) {
		return node.getStartMark().getLine() + 1;
	}

	static String shorten(String value) {
		return (value.length() <= LONGEST_TO_SHOW) ? value : value.substring(0, LONGEST_TO_SHOW) + "…";
	}

	/**
	 * Ends the reading.
	 * @throws InvalidFleetException if anything is wrong
	 */
	void throwIfAny(String source) throws InvalidFleetException {
		if (!this.faults.isEmpty()) {
			this.faults.sort(Comparator.comparingInt(Fault::line));
			throw new InvalidFleetException(source, this.faults);
		}
	}

}
