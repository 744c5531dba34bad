package io.tandem.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reference of settings is printed from the metadata that Spring's annotation
 * processor makes of the code, so it cannot say anything else than the code does.
 */
class ConfigurationReferenceTests {

	private static final Path PAGE = Tool.DEPLOY.resolve("../docs/configuration.md");

	private static final String BEGIN = "<!-- printed from the code: begin -->\n";

	/** Where a setting belongs, by the package of its code; in the order of the page. */
	private static final Map<String, String> PARTS = parts();

	@Test
	void pageIsWhatTheCodeSays() throws IOException {
		String page = Files.readString(PAGE);
		assertThat(page).contains(BEGIN);
		String expected = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + reference();
		if (Boolean.getBoolean("update.docs")) {
			Files.writeString(PAGE, expected);
		}
		assertThat(Files.readString(PAGE)).as("regenerate with -Dupdate.docs=true").isEqualTo(expected);
	}

	@Test
	void everySettingSaysWhatItIs() throws IOException {
		settings().values()
			.forEach((part) -> part.forEach((name, setting) -> assertThat(setting.path("description").asString(""))
				.as(name + " of " + setting.path("sourceType").asString() + " has no @param")
				.isNotBlank()));
	}

	private static String reference() throws IOException {
		StringBuilder text = new StringBuilder();
		settings().forEach((part, settings) -> {
			text.append("\n## ").append(part).append("\n\n| variable | default | |\n|---|---|---|\n");
			settings.forEach((name, setting) -> text.append("| `")
				.append(variable(name, setting))
				.append("` | ")
				.append(value(setting.path("defaultValue")))
				.append(" | ")
				.append(cell(setting.path("description").asString("")))
				.append(" |\n"));
		});
		return text.toString();
	}

	private static Map<String, SortedMap<String, JsonNode>> settings() throws IOException {
		Map<String, SortedMap<String, JsonNode>> found = new LinkedHashMap<>();
		PARTS.values().forEach((part) -> found.put(part, new TreeMap<>()));
		List<URL> files = Collections.list(ConfigurationReferenceTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"));
		for (URL file : files) {
			try (InputStream in = file.openStream()) {
				JsonMapper.shared()
					.readTree(in)
					.path("properties")
					.valueStream()
					.filter((setting) -> setting.path("name").asString().startsWith("tandem."))
					.forEach((setting) -> found.get(part(setting)).put(setting.path("name").asString(), setting));
			}
		}
		found.values().removeIf(Map::isEmpty);
		return found;
	}

	private static String part(JsonNode setting) {
		String source = setting.path("sourceType").asString();
		return PARTS.entrySet()
			.stream()
			.filter((part) -> source.startsWith("io.tandem." + part.getKey() + "."))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElseThrow(() -> new AssertionError("name the part that " + source + " belongs to"));
	}

	/** The name as a variable of the environment, the way Spring reads it. */
	private static String variable(String name, JsonNode setting) {
		String variable = name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
		return setting.path("type").asString().startsWith("java.util.Map") ? variable + "_<NAME>" : variable;
	}

	private static String value(JsonNode value) {
		if (value.isMissingNode()) {
			return "";
		}
		String text = value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
				: value.asString();
		return text.isEmpty() ? "" : "`" + cell(text) + "`";
	}

	private static String cell(String text) {
		return text.replaceAll("\\s+", " ")
			.replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
			.replace("|", "\\|")
			.strip();
	}

	private static Map<String, String> parts() {
		Map<String, String> parts = new LinkedHashMap<>();
		parts.put("service", "Every service");
		parts.put("fleet", "The fleet file");
		parts.put("jetstream", "The broker");
		parts.put("failover", "failover-service");
		parts.put("ingest", "What is taken in (hubs and failover-service)");
		parts.put("hub", "Both hubs");
		parts.put("centralhub", "central-hub-service");
		parts.put("edgehub", "edge-hub-service");
		parts.put("slo", "Service level");
		parts.put("console", "The console");
		parts.put("healthsync", "health-sync-service");
		parts.put("alerts", "Alerts");
		return parts;
	}

}
