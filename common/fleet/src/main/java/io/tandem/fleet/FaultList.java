package io.tandem.fleet;

import io.tandem.fleet.InvalidFleetException.Fault;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
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
public final class FaultList {

	private static final int LONGEST_TO_SHOW = 64;

	private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

	private static final Duration LONGEST_INTERVAL = Duration.ofHours(24);

	private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]*");

	private final List<Fault> faults = new ArrayList<>();

	/** Notes a fault at a node. */
	public void add(Node at, String problem) {
		add(line(at), problem);
	}

	/** Notes a fault in a line, counted from 1. */
	public void add(int line, String problem) {
		this.faults.add(new Fault(line, problem));
	}

	/**
	 * Returns the values of a mapping by key. A key that is not known or stands there
	 * twice is a fault.
	 */
	public Map<String, Node> mapping(Node node, String what, Set<String> known) {
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
	public List<Node> items(Node node, String what) {
		if (node instanceof SequenceNode sequence) {
			return sequence.getValue();
		}
		add(node, what + " must be a list");
		return List.of();
	}

	/** Returns the text of a required value, or null after noting a fault. */
	public @Nullable String text(Map<String, Node> values, String key, Node parent, String what) {
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
	public @Nullable String text(Node node, String what) {
		if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL) && !scalar.getValue().isBlank()) {
			return scalar.getValue();
		}
		add(node, what + " must be a text");
		return null;
	}

	/**
	 * Returns whether a value is there and true; what is neither true nor false is a
	 * fault.
	 */
	public boolean isTrue(@Nullable Node node, String what) {
		String word = (node != null) ? text(node, what) : null;
		if (node != null && word != null && !word.equals("true") && !word.equals("false")) {
			add(node, what + " must be true or false: '" + shorten(word) + "'");
		}
		return "true".equals(word);
	}

	/** Returns a length of time, or what is usual if it is left out or a fault. */
	public Duration interval(@Nullable Node node, String what, Duration usual) {
		String word = (node != null) ? text(node, what) : null;
		if (node == null || word == null) {
			return usual;
		}
		try {
			// without its unit a number would be taken for milliseconds
			Duration interval = DIGITS.matcher(word).matches() ? Duration.ZERO : DurationStyle.detectAndParse(word);
			if (interval.compareTo(SHORTEST_INTERVAL) >= 0 && interval.compareTo(LONGEST_INTERVAL) <= 0) {
				return interval;
			}
		}
		catch (IllegalArgumentException ex) {
			// said below, like any other
		}
		add(node, what + " must be from 1s to 24h, with its unit, like 90s, 5m or PT90S: '" + shorten(word) + "'");
		return usual;
	}

	/** Returns the line in which a node begins, counted from 1. */
	public static int line(Node node) {
		return node.getStartMark().getLine() + 1;
	}

	/** Returns a value as a message may show it. */
	public static String shorten(String value) {
		return (value.length() <= LONGEST_TO_SHOW) ? value : value.substring(0, LONGEST_TO_SHOW) + "…";
	}

	/** Returns the faults so far in the order of their lines. */
	public List<Fault> inOrder() {
		return this.faults.stream().sorted(Comparator.comparingInt(Fault::line)).toList();
	}

	/**
	 * Returns the root of a YAML text; null after noting a fault if it has none.
	 * @param maxCharacters the largest text that is taken
	 */
	public @Nullable Node compose(String text, int maxCharacters) {
		LoaderOptions options = new LoaderOptions();
		options.setCodePointLimit(maxCharacters);
		try {
			Node root = new Yaml(options).compose(new StringReader(text));
			if (root == null) {
				add(1, "the file is empty");
			}
			return root;
		}
		catch (MarkedYAMLException ex) {
			int line = (ex.getProblemMark() != null) ? ex.getProblemMark().getLine() + 1 : 1;
			add(line, "is not YAML: " + ex.getProblem());
		}
		catch (YAMLException ex) {
			add(1, "is not YAML: " + ex.getMessage());
		}
		return null;
	}

	/**
	 * Ends the reading.
	 * @throws InvalidFleetException if anything is wrong
	 */
	void throwIfAny(String source) throws InvalidFleetException {
		if (!this.faults.isEmpty()) {
			throw new InvalidFleetException(source, inOrder());
		}
	}

}
