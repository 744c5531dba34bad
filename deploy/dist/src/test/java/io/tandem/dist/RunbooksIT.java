package io.tandem.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whoever is called finds what to do: each alert has its page, and what the pages say can
 * be read by the shell and by {@code ./tandem}. What they say is run by
 * {@code ./tandem runbooks}, on a stack.
 */
class RunbooksIT {

	private static final Path ROOT = Tool.DEPLOY.getParent();

	private static final Path PAGES = ROOT.resolve("docs/runbooks");

	private static final List<String> SECTIONS = List.of("## What it means", "## What is lost meanwhile",
			"## How to look", "## What to do", "## It is over when");

	@Test
	void eachAlertHasItsPageAndEachPageItsAlert() throws IOException {
		Set<String> alerts = new TreeSet<>(Set.of("TandemFailover"));
		alerts.addAll(matches("alert: (\\w+)", Tool.DEPLOY.resolve("prometheus/rules")));
		alerts.addAll(matches("\"([A-Z][a-z]+(?:Failing|Down|Silent|Cut|Unseen))\"",
				ROOT.resolve("health-sync-service/src/main/java/io/tandem/healthsync/desk")));
		Set<String> pages = new TreeSet<>();
		try (Stream<Path> files = Files.list(PAGES)) {
			files.map((file) -> file.getFileName().toString().replace(".md", ""))
				.filter((name) -> !name.equals("README") && Character.isUpperCase(name.charAt(0)))
				.forEach(pages::add);
		}
		assertThat(pages).isEqualTo(alerts);
		for (String page : pages) {
			assertThat(Files.readString(PAGES.resolve(page + ".md"))).contains(SECTIONS);
			assertThat(Files.readString(PAGES.resolve("README.md"))).contains("](" + page + ".md)");
		}
	}

	@Test
	void eachAlertLinksToItsPage() throws IOException {
		try (Stream<Path> rules = Files.list(Tool.DEPLOY.resolve("prometheus/rules"))) {
			for (Path file : rules.toList()) {
				for (String rule : Files.readString(file).split("- alert: ")) {
					Matcher url = Pattern.compile("^(\\w+)\\n.*runbook_url: (\\S+)", Pattern.DOTALL).matcher(rule);
					if (url.find()) {
						assertThat(url.group(2)).as(file.toString()).isEqualTo("docs/runbooks/" + url.group(1) + ".md");
					}
				}
			}
		}
	}

	@Test
	void everyCommandCanBeReadAndEveryLinkLeadsSomewhere() {
		Tool check = Tool.run("../tandem", "runbooks", "--check");
		assertThat(check.code()).as(check.output()).isZero();
		assertThat(check.output()).containsPattern("[0-9]{2,} only read, 0 failed");
	}

	private static Set<String> matches(String pattern, Path folder) throws IOException {
		Set<String> found = new TreeSet<>();
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.toList()) {
				Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
				while (matcher.find()) {
					found.add(matcher.group(1));
				}
			}
		}
		return found;
	}

}
