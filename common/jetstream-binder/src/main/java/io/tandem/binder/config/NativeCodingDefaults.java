package io.tandem.binder.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * Makes payloads go in and out unchanged unless a setting says otherwise: for every
 * binding where this is the only binder on the class path, else for those that name a
 * binder of this type. Spring Cloud Stream would take any payload for JSON, and change
 * bytes that happen to look like it.
 */
class NativeCodingDefaults implements EnvironmentPostProcessor {

	private static final String TYPE = "jetstream";

	private static final String STREAM = "spring.cloud.stream.";

	private static final String DECODING = ".consumer.use-native-decoding";

	private static final String ENCODING = ".producer.use-native-encoding";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Map<String, Object> defaults = new HashMap<>();
		if (binderTypes(application.getClassLoader()).equals(Set.of(TYPE))) {
			defaults.put(STREAM + "default" + DECODING, "true");
			defaults.put(STREAM + "default" + ENCODING, "true");
		}
		else {
			for (String binding : bindingsOf(environment)) {
				defaults.put(STREAM + "bindings." + binding + DECODING, "true");
				defaults.put(STREAM + "bindings." + binding + ENCODING, "true");
			}
		}
		environment.getPropertySources().addLast(new MapPropertySource("jetstreamNativeCoding", defaults));
	}

	private static Set<String> binderTypes(ClassLoader classLoader) {
		Set<String> types = new HashSet<>();
		try {
			for (Resource binders : new PathMatchingResourcePatternResolver(classLoader)
				.getResources("classpath*:META-INF/spring.binders")) {
				types.addAll(PropertiesLoaderUtils.loadProperties(binders).stringPropertyNames());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return types;
	}

	private static List<String> bindingsOf(ConfigurableEnvironment environment) {
		Binder binder = Binder.get(environment);
		Bindable<Map<String, Named>> map = Bindable.mapOf(String.class, Named.class);
		Map<String, Named> binders = binder.bind(STREAM + "binders", map).orElse(Map.of());
		Map<String, Named> bindings = binder.bind(STREAM + "bindings", map).orElse(Map.of());
		Set<String> ours = new HashSet<>(Set.of(TYPE));
		binders.forEach((name, named) -> {
			if (TYPE.equals(named.type())) {
				ours.add(name);
			}
		});
		return bindings.entrySet()
			.stream()
			.filter((binding) -> binding.getValue().binder() != null && ours.contains(binding.getValue().binder()))
			.map(Map.Entry::getKey)
			.toList();
	}

	/** As much of a binder's or a binding's settings as is needed here. */
	record Named(@Nullable String type, @Nullable String binder) {
	}

}
