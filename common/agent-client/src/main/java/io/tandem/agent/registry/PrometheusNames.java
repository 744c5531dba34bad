package io.tandem.agent.registry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import org.jspecify.annotations.Nullable;

/**
 * Names as Micrometer's registry for Prometheus writes them: snake case, the base unit
 * behind, {@code _total} behind a counter. Immutable.
 */
final class PrometheusNames implements NamingConvention {

	@Override
	public String name(String name, Meter.Type type, @Nullable String baseUnit) {
		String snake = NamingConvention.snakeCase.name(name, type, baseUnit);
		String named = switch (type) {
			case COUNTER, DISTRIBUTION_SUMMARY, GAUGE -> withSuffix(snake, baseUnit);
			case TIMER, LONG_TASK_TIMER -> withSuffix(snake, "seconds");
			case OTHER -> snake;
		};
		return clean((type == Meter.Type.COUNTER) ? withSuffix(named, "total") : named);
	}

	@Override
	public String tagKey(String key) {
		return clean(NamingConvention.snakeCase.tagKey(key));
	}

	private static String withSuffix(String name, @Nullable String suffix) {
		return (suffix == null || suffix.isEmpty() || name.endsWith("_" + suffix)) ? name : name + "_" + suffix;
	}

	private static String clean(String name) {
		StringBuilder clean = new StringBuilder(name.length() + 2);
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			boolean isAllowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
			clean.append(isAllowed ? c : '_');
		}
		boolean startsWithLetter = !clean.isEmpty() && Character.isLetter(clean.charAt(0));
		return startsWithLetter ? clean.toString() : "m_" + clean;
	}

}
