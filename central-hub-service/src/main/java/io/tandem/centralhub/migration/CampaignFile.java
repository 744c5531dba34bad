package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.Campaign.Batch;
import io.tandem.centralhub.migration.Campaign.Limits;
import io.tandem.centralhub.migration.Campaign.Stop;
import io.tandem.centralhub.migration.Campaign.Task;
import io.tandem.centralhub.migration.Campaign.Week;
import io.tandem.fleet.FaultList;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a campaign file, version 1, against the fleet that it moves;
 * {@code docs/migration.md} explains each key. Keys that are not known are refused.
 * Confined to one reading.
 */
final class CampaignFile {

	/** Large enough for ten thousand agents. */
	static final int MAX_CHARACTERS = 1 << 20;

	private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

	private static final Pattern TASK = Pattern.compile("[A-Za-z0-9.-]{1,16}");

	private static final Duration USUAL_OVERLAP = Duration.ofMinutes(2);

	private static final Duration USUAL_PATIENCE = Duration.ofMinutes(5);

	private static final Duration USUAL_VALIDATION = Duration.ofMinutes(10);

	private static final Duration USUAL_ROLLBACK = Duration.ofMinutes(2);

	private static final Duration USUAL_FLOOR = Duration.ofSeconds(1);

	private static final Duration USUAL_FRESH = Duration.ofMinutes(2);

	private final FaultList faults = new FaultList();

	private final Fleet fleet;

	private final Map<String, Integer> batchLines = new HashMap<>();

	private final Map<String, Integer> taskLines = new HashMap<>();

	private final Map<String, Integer> agentLines = new HashMap<>();

	private CampaignFile(Fleet fleet) {
		this.fleet = fleet;
	}

	/**
	 * Reads a text.
	 * @param source what to call it in messages
	 * @throws InvalidCampaignException if anything in it is wrong, naming all of it
	 */
	static Campaign parse(String text, String source, Fleet fleet) throws InvalidCampaignException {
		CampaignFile file = new CampaignFile(fleet);
		Node root = file.faults.compose(text, MAX_CHARACTERS);
		Campaign campaign = (root != null) ? file.read(root) : null;
		if (campaign == null || !file.faults.inOrder().isEmpty()) {
			throw new InvalidCampaignException(source, file.faults.inOrder());
		}
		return campaign;
	}

	private @Nullable Campaign read(Node root) {
		Map<String, Node> top = this.faults.mapping(root, "the file",
				Set.of("version", "name", "timeScale", "overlap", "patience", "limits", "stop", "weeks"));
		String version = this.faults.text(top, "version", root, "the file");
		if (version != null && !version.equals("1")) {
			this.faults.add(top.getOrDefault("version", root),
					"this reads version 1 only, the file is of version " + FaultList.shorten(version));
		}
		String name = name(top, root, "the file");
		double scale = number(top.get("timeScale"), "timeScale", 1, 0.0001, 10);
		Duration overlap = this.faults.interval(top.get("overlap"), "overlap", USUAL_OVERLAP);
		Duration patience = this.faults.interval(top.get("patience"), "patience", USUAL_PATIENCE);
		Limits limits = limits(top.get("limits"));
		Stop stop = stop(top.get("stop"));
		List<Week> weeks = new ArrayList<>();
		Node list = top.get("weeks");
		if (list != null) {
			this.faults.items(list, "weeks").forEach((node) -> weeks.add(week(node, weeks.size() + 1)));
		}
		Campaign campaign = new Campaign((name != null) ? name : "", scale, overlap, patience, limits, stop, weeks);
		if (campaign.batches().isEmpty()) {
			this.faults.add((list != null) ? list : root, "there are no batches");
		}
		return campaign;
	}

	private Limits limits(@Nullable Node node) {
		Map<String, Node> values = (node != null)
				? this.faults.mapping(node, "limits", Set.of("latencyWorsePercent", "latencyFloor", "freshWithin"))
				: Map.of();
		return new Limits(number(values.get("latencyWorsePercent"), "latencyWorsePercent", 10, 0, 1000),
				this.faults.interval(values.get("latencyFloor"), "latencyFloor", USUAL_FLOOR),
				this.faults.interval(values.get("freshWithin"), "freshWithin", USUAL_FRESH));
	}

	private Stop stop(@Nullable Node node) {
		Map<String, Node> values = (node != null)
				? this.faults.mapping(node, "stop", Set.of("uptimeBelowPercent", "dataLoss", "rollbackWithin"))
				: Map.of();
		Node loss = values.get("dataLoss");
		return new Stop(number(values.get("uptimeBelowPercent"), "uptimeBelowPercent", 99, 0, 100),
				loss == null || this.faults.isTrue(loss, "dataLoss"),
				this.faults.interval(values.get("rollbackWithin"), "rollbackWithin", USUAL_ROLLBACK));
	}

	private Week week(Node node, int expected) {
		Map<String, Node> values = this.faults.mapping(node, "a week", Set.of("week", "tasks"));
		int number = (int) number(values.get("week"), "week", expected, 1, 1000);
		if (number != expected) {
			this.faults.add(values.getOrDefault("week", node),
					"weeks must be numbered in order: expected=" + expected + " week=" + number);
		}
		List<Task> tasks = new ArrayList<>();
		Node list = values.get("tasks");
		if (list == null) {
			this.faults.add(node, "a week has no tasks");
		}
		else {
			this.faults.items(list, "tasks").forEach((each) -> tasks.add(task(each)));
		}
		return new Week(number, tasks);
	}

	private Task task(Node node) {
		Map<String, Node> values = this.faults.mapping(node, "a task",
				Set.of("id", "title", "approval", "criteria", "validation", "batches"));
		String id = this.faults.text(values, "id", node, "a task");
		String title = this.faults.text(values, "title", node, "a task");
		if (id != null) {
			if (!TASK.matcher(id).matches()) {
				this.faults.add(values.getOrDefault("id", node), "a task's id must match " + TASK);
			}
			once(this.taskLines, id, node, "task");
		}
		List<Criterion> criteria = new ArrayList<>();
		Node asked = values.get("criteria");
		if (asked != null) {
			this.faults.items(asked, "criteria").forEach((each) -> criterion(each).ifPresent(criteria::add));
		}
		Duration validation = this.faults.interval(values.get("validation"), "a task's validation", USUAL_VALIDATION);
		List<Batch> batches = new ArrayList<>();
		Node list = values.get("batches");
		if (list != null) {
			this.faults.items(list, "batches").forEach((each) -> batch(each, validation).ifPresent(batches::add));
			if (criteria.isEmpty()) {
				this.faults.add(node, "a task that moves agents needs criteria");
			}
		}
		else if (criteria.contains(Criterion.COMPARISON) || criteria.contains(Criterion.LATENCY)) {
			this.faults.add((asked != null) ? asked : node,
					"comparison and latency are of agents that move, this task has no batches");
		}
		return new Task((id != null) ? id : "", (title != null) ? title : "",
				this.faults.isTrue(values.get("approval"), "a task's approval"), criteria, batches);
	}

	private Optional<Criterion> criterion(Node node) {
		String word = this.faults.text(node, "a criterion");
		if (word == null) {
			return Optional.empty();
		}
		Optional<Criterion> known = Criterion.of(word);
		if (known.isEmpty()) {
			this.faults.add(node,
					"unknown criterion, known are " + List.of(Criterion.values()).stream().map(Criterion::word).toList()
							+ ": '" + FaultList.shorten(word) + "'");
		}
		return known;
	}

	private Optional<Batch> batch(Node node, Duration usual) {
		Map<String, Node> values = this.faults.mapping(node, "a batch", Set.of("name", "agents", "validation"));
		String name = name(values, node, "a batch");
		if (name != null) {
			once(this.batchLines, name, node, "batch");
		}
		Duration validation = this.faults.interval(values.get("validation"), "a batch's validation", usual);
		Node list = values.get("agents");
		List<String> agents = new ArrayList<>();
		String machine = null;
		List<Node> items = (list != null) ? this.faults.items(list, "agents") : List.of();
		for (Node item : items) {
			FleetAgent agent = agent(item);
			if (agent == null) {
				continue;
			}
			if (machine != null && !machine.equals(agent.machine())) {
				this.faults.add(item, "a batch moves agents of one machine: machine=" + machine + " agent="
						+ agent.name() + " is on " + agent.machine());
			}
			machine = (machine != null) ? machine : agent.machine();
			agents.add(agent.name());
		}
		if (items.isEmpty()) {
			this.faults.add(node, "a batch has no agents");
		}
		return (name != null && machine != null) ? Optional.of(new Batch(name, machine, agents, validation))
				: Optional.empty();
	}

	private @Nullable FleetAgent agent(Node item) {
		String name = this.faults.text(item, "an agent");
		if (name == null) {
			return null;
		}
		once(this.agentLines, name, item, "agent");
		FleetAgent agent = this.fleet.find(name).orElse(null);
		if (agent == null) {
			this.faults.add(item, "the fleet file names no such agent: '" + FaultList.shorten(name) + "'");
		}
		return agent;
	}

	private @Nullable String name(Map<String, Node> values, Node node, String what) {
		String name = this.faults.text(values, "name", node, what);
		if (name != null && !NAME.matcher(name).matches()) {
			this.faults.add(values.getOrDefault("name", node),
					what + "'s name must match " + NAME + ": '" + FaultList.shorten(name) + "'");
		}
		return name;
	}

	private void once(Map<String, Integer> lines, String name, Node at, String what) {
		Integer earlier = lines.putIfAbsent(name, FaultList.line(at));
		if (earlier != null) {
			this.faults.add(at,
					what + " stands there twice, first in line " + earlier + ": " + FaultList.shorten(name));
		}
	}

	private double number(@Nullable Node node, String what, double usual, double least, double most) {
		String word = (node != null) ? this.faults.text(node, what) : null;
		if (node == null || word == null) {
			return usual;
		}
		try {
			double number = Double.parseDouble(word);
			if (number >= least && number <= most) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// said below, like any other
		}
		this.faults.add(node,
				what + " must be a number from " + least + " to " + most + ": '" + FaultList.shorten(word) + "'");
		return usual;
	}

}
