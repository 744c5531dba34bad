package io.tandem.centralhub.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.centralhub.slo.KpiReport.Kpi;
import io.tandem.centralhub.slo.SloReport.OutageView;
import io.tandem.centralhub.slo.SloReport.TargetView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EvidencePackTests {

	private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

	private static final Instant TO = FROM.plusSeconds(3600);

	private static final KpiReport KPIS = new KpiReport(TO, "PT1H", List.of(
			new Kpi("data loss", "at most 0 records", null, "records", "unknown", "nobody <answers>", "by ledger"),
			new Kpi("system uptime", "at least 99.9 %", 99.95, "%", "met", "", "by observers")));

	private static final OutageView EXPLAINED = new OutageView(FROM.plusSeconds(60), FROM.plusSeconds(70), 10, 0,
			List.of("pc2: gateway refuses the connection"), true, List.of("failover on pc2: <b>edge-hub</b>"));

	private static final OutageView UNEXPLAINED = new OutageView(FROM.plusSeconds(90), FROM.plusSeconds(95), 5, 2,
			List.of("pc2: cannot read"), false, List.of());

	@Test
	void holdsWhatWasJudgedWithChecksums() throws IOException, NoSuchAlgorithmException {
		Map<String, byte[]> files = pack(List.of(EXPLAINED, UNEXPLAINED));
		assertThat(files.keySet()).containsExactly("slo.json", "kpis.json", "index.html", "SHA256SUMS");
		for (String line : text(files, "SHA256SUMS").lines().toList()) {
			byte[] named = files.get(line.substring(66));
			assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(named)))
				.isEqualTo(line.substring(0, 64));
		}
		assertThat(JsonMapper.shared()
			.readTree(files.get("slo.json"))
			.at("/targets/pc2/outages/1/isExplained")
			.asBoolean()).isFalse();
		assertThat(JsonMapper.shared().readTree(files.get("kpis.json")).at("/kpis/1/actual").asDouble())
			.isEqualTo(99.95);
	}

	@Test
	void pageShowsEachOutageAndSaysWhichOnesNothingExplains() throws IOException {
		String page = text(pack(List.of(EXPLAINED, UNEXPLAINED)), "index.html");
		assertThat(page).contains("failover on pc2: &lt;b&gt;edge-hub&lt;/b&gt;", "<b>not explained</b>",
				"nobody looked for 2 s; pc2: cannot read", "nobody &lt;answers&gt;",
				"No answer of the observer on pc2");
	}

	private static Map<String, byte[]> pack(List<OutageView> outages) throws IOException {
		TargetView pc2 = new TargetView("missed", 99.5, 3582, 16, 2, 3.6, -400, Map.of("1h", 5.0), outages);
		SloReport slo = new SloReport("PT1H", FROM, TO, 99.9, Map.of("pc2", pc2),
				List.of("the observer on pc2: refused"));
		ByteArrayOutputStream written = new ByteArrayOutputStream();
		EvidencePack.write(slo, KPIS, written);
		Map<String, byte[]> files = new LinkedHashMap<>();
		try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(written.toByteArray()))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				files.put(entry.getName(), zip.readAllBytes());
			}
		}
		return files;
	}

	private static String text(Map<String, byte[]> files, String name) {
		return new String(files.get(name), StandardCharsets.UTF_8);
	}

}
