package io.tandem.console.source;

import java.util.List;
import java.util.Map;

/**
 * A service's own health.
 *
 * @param components by name
 */
public record ServiceHealth(String status, Map<String, Component> components) {

	/** Returns the names of the parts that are not up. */
	public List<String> notUp() {
		return this.components.entrySet()
			.stream()
			.filter((part) -> !"UP".equals(part.getValue().status()) && !"UNKNOWN".equals(part.getValue().status()))
			.map(Map.Entry::getKey)
			.sorted()
			.toList();
	}

	/**
	 * A part.
	 *
	 * @param details as the part gives them
	 */
	public record Component(String status, Map<String, Object> details) {
	}

}
