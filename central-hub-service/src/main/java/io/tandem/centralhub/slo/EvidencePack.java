package io.tandem.centralhub.slo;

import io.tandem.centralhub.slo.SloReport.OutageView;
import io.tandem.centralhub.slo.SloReport.TargetView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * What shows somebody else how available the system was: the judgement and the figures as
 * JSON, a page for people, and the checksums of both. Holds no state.
 */
final class EvidencePack {

	private static final JsonMapper JSON = JsonMapper.shared();

	private EvidencePack() {
	}

	/** Writes a zip archive; the stream stays open. */
	static void write(SloReport slo, KpiReport kpis, OutputStream out) throws IOException {
		Map<String, byte[]> files = new LinkedHashMap<>();
		files.put("slo.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(slo));
		files.put("kpis.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(kpis));
		files.put("index.html", page(slo, kpis).getBytes(StandardCharsets.UTF_8));
		StringBuilder sums = new StringBuilder();
		files.forEach((name, bytes) -> sums.append(sha256(bytes)).append("  ").append(name).append('\n'));
		files.put("SHA256SUMS", sums.toString().getBytes(StandardCharsets.US_ASCII));
		ZipOutputStream zip = new ZipOutputStream(out);
		for (Map.Entry<String, byte[]> file : files.entrySet()) {
			zip.putNextEntry(new ZipEntry(file.getKey()));
			zip.write(file.getValue());
			zip.closeEntry();
		}
		zip.finish();
	}

	private static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

	private static String page(SloReport slo, KpiReport kpis) {
		StringBuilder text = new StringBuilder(
				"""
						<!doctype html><html lang="en"><meta charset="utf-8"><title>Tandem: availability</title>
						<style>body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
						table{border-collapse:collapse;width:100%;margin:1rem 0}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccc;vertical-align:top}
						.met{color:#176617}.missed{color:#a01414}.unknown{color:#6b5900}</style><h1>Availability</h1>
						""");
		text.append(
				"<p>%s to %s (window %s), objective %s %%. A second counts as up if an observer wrote a sample and read one in it; any other second counts as down, also one in which nobody looked.</p>%n"
					.formatted(slo.from(), slo.to(), escape(slo.window()), slo.objectivePercent()));
		slo.missing()
			.forEach((line) -> text.append("<p class=\"missed\">No answer of ").append(escape(line)).append("</p>\n"));
		text.append(
				"<table><tr><th>target<th>availability<th>verdict<th>down, s<th>not observed, s<th>budget left</tr>\n");
		slo.targets()
			.forEach((name, target) -> text
				.append("<tr><td>%s<td>%s<td class=\"%s\">%s<td>%d<td>%d<td>%.1f %%</tr>%n".formatted(escape(name),
						(target.percent() != null) ? "%.4f %%".formatted(target.percent()) : "-", target.verdict(),
						target.verdict(), target.downSeconds(), target.unseenSeconds(), target.budgetLeftPercent())));
		text.append(
				"</table><h2>Every outage</h2><table><tr><th>target<th>from<th>seconds<th>what was seen<th>explained by</tr>\n");
		slo.targets().forEach((name, target) -> outages(text, name, target));
		text.append(
				"</table><h2>Figures</h2><table><tr><th>figure<th>target<th>actual<th>verdict<th>how it is measured</tr>\n");
		kpis.kpis()
			.forEach(
					(kpi) -> text.append("<tr><td>%s<td>%s<td>%s<td class=\"%s\">%s<td>%s</tr>%n".formatted(
							escape(kpi.name()), escape(kpi.target()), (kpi.actual() != null)
									? "%.4g %s".formatted(kpi.actual(), escape(kpi.unit())) : escape(kpi.why()),
							kpi.verdict(), kpi.verdict(), escape(kpi.how()))));
		return text.append("</table></html>\n").toString();
	}

	private static void outages(StringBuilder text, String name, TargetView target) {
		for (OutageView outage : target.outages()) {
			String seen = (outage.unseenSeconds() > 0) ? "nobody looked for " + outage.unseenSeconds() + " s; " : "";
			text.append(
					"<tr><td>%s<td>%s<td>%d<td>%s<td>%s</tr>%n".formatted(escape(name), outage.from(), outage.seconds(),
							escape(seen + String.join("; ", outage.reasons())), outage.explanations().isEmpty()
									? "<b>not explained</b>" : escape(String.join("; ", outage.explanations()))));
		}
	}

	private static String escape(String text) {
		return HtmlUtils.htmlEscape(text, "UTF-8");
	}

}
