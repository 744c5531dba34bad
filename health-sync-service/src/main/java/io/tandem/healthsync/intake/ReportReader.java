package io.tandem.healthsync.intake;

import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthReports;
import io.tandem.wire.health.InvalidHealthReportException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a request: one report, or an array of them. Thread-safe: holds no state. */
@Component
class ReportReader {

	private static final JsonMapper JSON = JsonMapper.shared();

	/** A sender that gets every report wrong need not be told five hundred times. */
	private static final int MAX_FAULTS = 100;

	/** The agent's name becomes the end of a subject, whose tokens dots part. */
	private static final Pattern SUBJECT_TOKENS = Pattern.compile("[^.]+(\\.[^.]+)*");

	private final int maxReports;

	ReportReader(HealthIntakeProperties settings) {
		this.maxReports = settings.maxReports();
	}

	/**
	 * Returns the reports in the body's order.
	 * @param machine the one whose agents they must be of
	 * @throws FaultyRequestException naming every field that is missing or not valid
	 */
	List<OwnReport> read(String machine, byte[] body) throws FaultyRequestException {
		JsonNode tree = tree(body);
		List<OwnReport> reports = new ArrayList<>();
		List<Fault> faults = new ArrayList<>();
		if (!tree.isArray()) {
			read(machine, 0, body, reports, faults);
		}
		else if (tree.isEmpty() || tree.size() > this.maxReports) {
			faults.add(new Fault(null, "body",
					"an array must hold 1 to %d reports: it holds %d".formatted(this.maxReports, tree.size())));
		}
		else {
			for (int index = 0; index < tree.size() && faults.size() < MAX_FAULTS; index++) {
				read(machine, index, JSON.writeValueAsBytes(tree.get(index)), reports, faults);
			}
		}
		if (!faults.isEmpty()) {
			throw new FaultyRequestException(faults);
		}
		return reports;
	}

	private static JsonNode tree(byte[] body) throws FaultyRequestException {
		try {
			return JSON.readTree(body);
		}
		catch (JacksonException ex) {
			throw new FaultyRequestException(
					List.of(new Fault(null, "body", "is not JSON: " + ex.getOriginalMessage())));
		}
	}

	private static void read(String machine, int index, byte[] json, List<OwnReport> reports, List<Fault> faults) {
		try {
			HealthReport report = HealthReports.read(json);
			if (!report.machine().equals(machine)) {
				faults.add(new Fault(index, "machine", "must be '%s', an agent reports to its own machine: '%s'"
					.formatted(machine, report.machine())));
			}
			else if (!SUBJECT_TOKENS.matcher(report.agent()).matches()) {
				faults.add(new Fault(index, "agent",
						"must not begin or end with a dot or have two in a row: '%s'".formatted(report.agent())));
			}
			else {
				reports.add(new OwnReport(report, json));
			}
		}
		catch (InvalidHealthReportException ex) {
			ex.faults().forEach((fault) -> faults.add(new Fault(index, fault.field(), fault.problem())));
		}
	}

}
