package io.tandem.acceptance.migration;

import io.tandem.acceptance.check.Observer;
import io.tandem.acceptance.check.StoredPushes;
import io.tandem.acceptance.fleet.Access;
import io.tandem.acceptance.fleet.AgentNames;
import io.tandem.acceptance.fleet.Site;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Plays the whole campaign: breaks an agent in the middle of a batch, kills the central
 * hub in the middle of another, takes everything back once all agents have moved, plays
 * it again to its end, and approves what waits for a human. Exit code 0 if every agent
 * ends on Tandem's route and no push that was promised to be kept is missing, 1 if not.
 */
public final class Rehearsal {

	private static final Duration LONGEST = Duration.ofMinutes(10);

	private static final Duration SETTLE = Duration.ofSeconds(60);

	private static final String BROKEN_BATCH = "pc2-model-processing";

	private static final String BROKEN_AGENT = "Translator";

	private static final String KILLED_BATCH = "mainpc-day-1";

	private static final String LAST_STEP = "2M";

	private final Map<String, String> options;

	private final List<MovingAgent> agents = new ArrayList<>();

	private final long started = System.nanoTime();

	private final CampaignClient campaign;

	private boolean isTakenBack;

	private boolean isBroken;

	private boolean isMended;

	private boolean isKilled;

	private String last = "";

	private Rehearsal(Map<String, String> options, CampaignClient campaign) {
		this.options = options;
		this.campaign = campaign;
	}

	public static void main(String[] arguments) throws Exception {
		Map<String, String> options = new HashMap<>(Map.of("--mainpc", "127.0.0.1", "--pc2", "127.0.0.2", "--campaign",
				"deploy/campaigns/phase2.yaml", "--tandem", "./tandem", "--time-scale", "0.0003"));
		for (int i = 0; i < arguments.length; i++) {
			int equals = arguments[i].indexOf('=');
			String name = (equals > 0) ? arguments[i].substring(0, equals) : arguments[i];
			if (!options.containsKey(name) || (equals < 0 && i + 1 == arguments.length)) {
				System.err.println("tandem migrate rehearse: there is no option " + name + "; there is --time-scale N");
				System.exit(2);
			}
			options.put(name, (equals > 0) ? arguments[i].substring(equals + 1) : arguments[++i]);
		}
		Site mainpc = new Site("mainpc", value(options, "--mainpc"), 9000, 37);
		Site pc2 = new Site("pc2", value(options, "--pc2"), 9100, 40);
		HttpClient client = Access.agent();
		Rehearsal rehearsal = new Rehearsal(options, new CampaignClient(Access.operator(), mainpc));
		System.exit(rehearsal.play(client, List.of(mainpc, pc2)) ? 0 : 1);
	}

	private static String value(Map<String, String> options, String name) {
		return Objects.requireNonNull(options.get(name));
	}

	private boolean play(HttpClient client, List<Site> sites) throws Exception {
		String run = "rehearsal-" + Instant.now().getEpochSecond();
		List<Thread> threads = new ArrayList<>();
		for (Site site : sites) {
			for (String name : AgentNames.of(site)) {
				MovingAgent agent = new MovingAgent(client, site, name, run, 10, Duration.ofSeconds(1));
				this.agents.add(agent);
				threads.add(Thread.ofVirtual().start(agent));
				TimeUnit.MILLISECONDS.sleep(1000 / 77);
			}
		}
		say("%d agents push, run=%s", this.agents.size(), run);
		String id = this.campaign
			.start(Files.readAllBytes(Path.of(value(this.options, "--campaign"))),
					Double.parseDouble(value(this.options, "--time-scale")))
			.path("id")
			.asString();
		boolean isCompleted = drive(id);
		this.agents.forEach(MovingAgent::stop);
		for (Thread thread : threads) {
			thread.join();
		}
		return judge(sites, run) && isCompleted;
	}

	private boolean drive(String id) throws Exception {
		while (System.nanoTime() - this.started < LONGEST.toNanos()) {
			TimeUnit.MILLISECONDS.sleep(500);
			JsonNode now = this.campaign.newest();
			if (now == null) {
				continue;
			}
			String state = now.path("state").asString();
			String turn = now.path("turn").asString("");
			String turnState = now.path("turnState").asString("");
			String told = state + " " + turn + " " + turnState;
			if (!told.equals(this.last)) {
				say("%s", told);
				this.last = told;
			}
			try {
				if (state.equals("completed")) {
					return true;
				}
				act(id, state, turn, turnState, now.path("reason").asString(""));
			}
			catch (IOException ex) {
				say("%s", ex);
			}
		}
		say("not done after %s", LONGEST);
		return false;
	}

	private void act(String id, String state, String turn, String turnState, String reason) throws Exception {
		boolean isUnasked = state.equals("held") && (this.isMended || !turn.equals(BROKEN_BATCH));
		if (state.equals("stopped") || isUnasked) {
			throw new IllegalStateException(state + ": " + reason);
		}
		if (!this.isTakenBack && turn.equals(LAST_STEP)) {
			this.isTakenBack = true;
			long begun = System.nanoTime();
			this.campaign.rollBack(id, "phase");
			while (!this.campaign.isBack(id)) {
				TimeUnit.MILLISECONDS.sleep(200);
			}
			say("phase rolled back: all %d agents seen to push by the old path after %.1f s", this.agents.size(),
					(System.nanoTime() - begun) / 1e9);
			this.campaign.approve(id, "rehearsal");
		}
		else if (!this.isBroken && turn.equals(BROKEN_BATCH) && turnState.equals("overlap")) {
			this.isBroken = true;
			agent(BROKEN_AGENT).breakDown(true);
			say("%s says that it is down", BROKEN_AGENT);
		}
		else if (this.isBroken && !this.isMended && state.equals("held") && turnState.equals("rolled-back")) {
			this.isMended = true;
			say("held: %s", reason);
			agent(BROKEN_AGENT).breakDown(false);
			TimeUnit.SECONDS.sleep(5);
			this.campaign.approve(id, "mended");
		}
		else if (!this.isKilled && turn.equals(KILLED_BATCH) && turnState.equals("overlap")) {
			this.isKilled = true;
			Process kill = new ProcessBuilder("bash", "-c",
					"kill -9 \"$('" + value(this.options, "--tandem") + "' ctl mainpc pid central-hub)\"")
				.inheritIO()
				.start();
			say("central hub killed, status %d", kill.waitFor());
		}
		else if (turnState.equals("awaiting")) {
			this.campaign.approve(id, "rehearsal");
		}
	}

	private MovingAgent agent(String name) {
		return this.agents.stream().filter((agent) -> agent.name().equals(name)).findFirst().orElseThrow();
	}

	private boolean judge(List<Site> sites, String run) throws Exception {
		List<String> elsewhere = new ArrayList<>();
		for (Site site : sites) {
			elsewhere.addAll(this.campaign.notOn(site, "tandem"));
		}
		try (Observer observer = new Observer()) {
			long deadline = System.nanoTime() + SETTLE.toNanos();
			StoredPushes stored;
			long missing;
			do {
				TimeUnit.SECONDS.sleep(1);
				stored = stored(observer, sites.getFirst(), run);
				missing = missing(stored);
			}
			while (missing > 0 && System.nanoTime() < deadline);
			long kept = 0;
			long twice = 0;
			long disordered = 0;
			int handedOn = 0;
			int failed = 0;
			for (MovingAgent agent : this.agents) {
				kept += agent.kept().cardinality();
				twice += stored.duplicated(agent.name());
				disordered += stored.outOfOrder(agent.name());
				handedOn += agent.handedOn();
				failed += agent.failed();
			}
			say("pushes promised to be kept %d, missing %d, twice %d, out of order %d; by the old path %d; not taken %d",
					kept, missing, twice, disordered, handedOn, failed);
			say("agents that are not on tandem: %s", elsewhere.isEmpty() ? "none" : elsewhere);
			say("played: phase rolled back %s, batch broken %s, central hub killed %s", this.isTakenBack, this.isMended,
					this.isKilled);
			return missing == 0 && twice == 0 && disordered == 0 && elsewhere.isEmpty() && this.isTakenBack
					&& this.isMended && this.isKilled;
		}
	}

	private long missing(StoredPushes stored) {
		return this.agents.stream()
			.mapToLong((agent) -> stored.missing(agent.name(), agent.kept()).cardinality())
			.sum();
	}

	/** What was scraped, and what was sent on of that, are other series. */
	private StoredPushes stored(Observer observer, Site centre, String run) throws IOException, InterruptedException {
		Duration within = Duration.ofNanos(System.nanoTime() - this.started).plusSeconds(10);
		return observer.storedPushes(centre, run, within, "tandem_path=\"\"");
	}

	private void say(String format, Object... values) {
		System.out.printf("%6.1f s  %s%n", (System.nanoTime() - this.started) / 1e9, String.format(format, values));
	}

}
