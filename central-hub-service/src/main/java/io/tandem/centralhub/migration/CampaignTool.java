package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.Campaign.Batch;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetFile;
import io.tandem.fleet.InvalidFleetException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks at a campaign file before it is started: {@code check FILE FLEET_FILE} prints
 * each fault as {@code FILE:LINE: text}, or what the campaign does. Exit code 0 if it
 * could be started, 1 if it has faults, 2 for wrong usage or a file that cannot be read.
 */
public final class CampaignTool {

	private static final int GOOD = 0;

	private static final int FAULTS = 1;

	private static final int USAGE = 2;

	private CampaignTool() {
	}

	public static void main(String[] args) {
		System.exit(run(List.of(args), System.out, System.err));
	}

	static int run(List<String> args, PrintStream out, PrintStream err) {
		if (args.size() != 3 || !args.getFirst().equals("check")) {
			err.println("usage: migrate check FILE");
			return USAGE;
		}
		String file = args.get(1);
		try {
			Fleet fleet = FleetFile.load(Path.of(args.get(2)));
			Campaign campaign = CampaignFile.parse(Files.readString(Path.of(file)), file, fleet);
			summary(campaign, fleet, out);
			return GOOD;
		}
		catch (InvalidCampaignException ex) {
			ex.faults().forEach((fault) -> out.println(file + ":" + fault.line() + ": " + fault.problem()));
			out.println(ex.faults().size() + ((ex.faults().size() == 1) ? " fault" : " faults")
					+ ": the campaign would not be started");
			return FAULTS;
		}
		catch (InvalidFleetException ex) {
			err.println("the fleet file has faults: " + ex.getMessage());
			return USAGE;
		}
		catch (IOException | RuntimeException ex) {
			err.println("cannot read it: " + ex);
			return USAGE;
		}
	}

	private static void summary(Campaign campaign, Fleet fleet, PrintStream out) {
		campaign.weeks().forEach((week) -> week.tasks().forEach((task) -> {
			out.printf("week %d  %s  %s%s%n", week.number(), task.id(), task.title(),
					task.isApproved() ? "  (a human approves)" : "");
			for (Batch batch : task.batches()) {
				out.printf("        %s: %d of %s, watched for %s%n", batch.name(), batch.agents().size(),
						batch.machine(), campaign.scaled(batch.validation()));
			}
		}));
		int moving = campaign.batches().stream().mapToInt((batch) -> batch.agents().size()).sum();
		out.printf("%s: %d batches, %d of the fleet's %d agents, no faults%n", campaign.name(),
				campaign.batches().size(), moving, fleet.agents().size());
	}

}
