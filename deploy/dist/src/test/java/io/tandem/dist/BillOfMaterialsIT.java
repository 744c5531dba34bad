package io.tandem.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bill of materials names the class path that runs, jar by jar, and nothing else. */
class BillOfMaterialsIT {

	private static final Path TARGET = Path.of("target");

	private final JsonNode bill = JsonMapper.shared().readTree(TARGET.resolve("sbom.json"));

	@Test
	void isOfTheFormatThatScannersRead() {
		assertThat(this.bill.path("bomFormat").stringValue()).isEqualTo("CycloneDX");
		assertThat(this.bill.path("specVersion").stringValue()).isEqualTo("1.6");
	}

	@Test
	void namesEachJarOfOthersWithItsHash() throws IOException, NoSuchAlgorithmException {
		assertThat(named()).containsExactlyInAnyOrderEntriesOf(onTheClassPath());
	}

	private Map<String, String> named() {
		Map<String, String> found = new TreeMap<>();
		for (JsonNode component : this.bill.path("components")) {
			if (!component.path("group").stringValue().equals("io.tandem")) {
				assertThat(component.path("purl").stringValue()).startsWith("pkg:maven/");
				Map<String, String> hashes = new HashMap<>();
				component.path("hashes")
					.forEach((hash) -> hashes.put(hash.path("alg").stringValue(), hash.path("content").stringValue()));
				found.put(component.path("name").stringValue() + "-" + component.path("version").stringValue() + ".jar",
						hashes.get("SHA-256"));
			}
		}
		return found;
	}

	/** Tandem's own jars are built in the same run, and known by the commit. */
	private static Map<String, String> onTheClassPath() throws IOException, NoSuchAlgorithmException {
		Map<String, String> found = new TreeMap<>();
		try (Stream<Path> jars = Files.list(TARGET.resolve("lib"))) {
			for (Path jar : jars.toList()) {
				if (!jar.getFileName().toString().endsWith("-0.1.0-SNAPSHOT.jar")) {
					byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
					found.put(jar.getFileName().toString(), HexFormat.of().formatHex(hash));
				}
			}
		}
		return found;
	}

}
