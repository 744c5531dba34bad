package io.tandem.console.view;

import io.tandem.console.source.Asked;
import io.tandem.console.source.CampaignAnswers.Campaign;
import io.tandem.console.source.CampaignAnswers.Detail;
import io.tandem.console.source.CampaignAnswers.Go;
import io.tandem.console.source.CampaignAnswers.Step;
import io.tandem.console.source.CampaignAnswers.Week;
import io.tandem.console.source.ChangeRelay;
import io.tandem.console.source.FailoverAnswers.Decision;
import io.tandem.console.source.FailoverAnswers.Decisions;
import io.tandem.console.source.FailoverAnswers.Partition;
import io.tandem.console.source.FailoverAnswers.PartitionHistory;
import io.tandem.console.source.FailoverAnswers.State;
import io.tandem.console.source.HealthAnswers.Agent;
import io.tandem.console.source.HealthAnswers.Dependencies;
import io.tandem.console.source.HealthAnswers.Fleet;
import io.tandem.console.source.HealthAnswers.History;
import io.tandem.console.source.HealthAnswers.Incident;
import io.tandem.console.source.HealthAnswers.Incidents;
import io.tandem.console.source.LedgerAnswers.Gaps;
import io.tandem.console.source.LedgerAnswers.Ledger;
import io.tandem.console.source.LedgerAnswers.Mirror;
import io.tandem.console.source.LedgerAnswers.Reconciliation;
import io.tandem.console.source.LedgerAnswers.Spool;
import io.tandem.console.source.Question;
import io.tandem.console.source.Seen;
import io.tandem.console.source.Service;
import io.tandem.console.source.SloAnswers.Kpis;
import io.tandem.console.source.SloAnswers.Slo;
import io.tandem.console.source.Sources;
import io.tandem.service.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.util.UriUtils;

/** Makes the pages. Whoever does not answer costs a page a part, never the page. */
@Controller
class ConsoleController {

	private final Sources sources;

	private final FleetSource fleet;

	private final ChangeRelay changes;

	private final List<String> machines;

	private final String self;

	private final String centre;

	private final InstantSource clock;

	/**
	 * @param machines all machines, this console's own first
	 * @param centre whose hub has the ledger
	 */
	ConsoleController(Sources sources, ChangeRelay changes, List<String> machines, String centre, InstantSource clock) {
		this.sources = sources;
		this.fleet = new FleetSource(sources, machines);
		this.changes = changes;
		this.machines = List.copyOf(machines);
		this.self = machines.getFirst();
		this.centre = centre;
		this.clock = clock;
	}

	/** A page takes everything from this hub: the browser is told so, and holds to it. */
	@ModelAttribute
	void common(Model model, HttpServletResponse response) {
		response.setHeader("Content-Security-Policy",
				"default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Referrer-Policy", "no-referrer");
		response.setHeader("Cache-Control", "no-store");
		model.addAttribute("self", this.self);
		model.addAttribute("made", new Times(this.clock.instant()).at(this.clock.instant()));
	}

	@GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
	String overview(Model model) {
		Asked<Ledger> ledger = ask(this.centre, Service.HUB, "/api/v1/ledger", Ledger.class);
		Asked<Reconciliation> reconciliation = ask(this.centre, Service.HUB, "/api/v1/reconciliation",
				Reconciliation.class);
		List<MachineSources.Asking> asking = this.machines.stream()
			.map((machine) -> MachineSources.ask(this.sources, machine))
			.toList();
		Supplier<FleetSource.Answered<Fleet>> fleet = this.fleet.fleet();
		Supplier<FleetSource.Answered<Incidents>> incidents = this.fleet.ask("/api/v1/incidents", Incidents.class);
		OverviewPage.Input input = new OverviewPage.Input(this.self,
				asking.stream().map(MachineSources.Asking::seen).toList(), fleet.get().seen(), incidents.get().seen(),
				this.centre, ledger.seen(), reconciliation.seen());
		model.addAttribute("page", OverviewPage.of(input, this.clock.instant()));
		return "console/overview";
	}

	@GetMapping(path = "/console/agents", produces = MediaType.TEXT_HTML_VALUE)
	String agents(Model model) {
		model.addAttribute("page", AgentsPage.of(this.fleet.fleet().get(), this.clock.instant()));
		return "console/agents";
	}

	@GetMapping(path = "/console/agents/{machine}/{agent}", produces = MediaType.TEXT_HTML_VALUE)
	String agent(@PathVariable String machine, @PathVariable String agent, Model model) {
		String path = "/api/v1/health/" + segment(machine) + "/" + segment(agent);
		Supplier<FleetSource.Answered<Agent>> asked = this.fleet.ask(path, Agent.class);
		Supplier<FleetSource.Answered<History>> history = this.fleet.ask(path + "/history?limit=500", History.class);
		Supplier<FleetSource.Answered<Dependencies>> dependencies = this.fleet.ask("/api/v1/dependencies",
				Dependencies.class);
		FleetSource.Answered<Agent> answered = asked.get();
		model.addAttribute("page", AgentPage.of(new AgentPage.Input(machine, agent, answered.by(), answered.seen(),
				history.get().seen(), dependencies.get().seen()), this.clock.instant()));
		return "console/agent";
	}

	@GetMapping(path = "/console/incidents", produces = MediaType.TEXT_HTML_VALUE)
	String incidents(Model model) {
		model.addAttribute("page", IncidentsPage.of(this.fleet.ask("/api/v1/incidents?all=true", Incidents.class).get(),
				this.clock.instant()));
		return "console/incidents";
	}

	@GetMapping(path = "/console/incidents/{id}", produces = MediaType.TEXT_HTML_VALUE)
	String incident(@PathVariable String id, Model model) {
		Supplier<FleetSource.Answered<Incident>> asked = this.fleet.ask("/api/v1/incidents/" + segment(id),
				Incident.class);
		Supplier<FleetSource.Answered<Dependencies>> dependencies = this.fleet.ask("/api/v1/dependencies",
				Dependencies.class);
		FleetSource.Answered<Incident> answered = asked.get();
		model.addAttribute("page",
				IncidentPage.of(id, answered.by(), answered.seen(), dependencies.get().seen(), this.clock.instant()));
		return "console/incident";
	}

	/**
	 * @param kind {@code tier}, {@code route} or {@code override}; anything else for all
	 */
	@GetMapping(path = "/console/failover", produces = MediaType.TEXT_HTML_VALUE)
	String failover(@RequestParam(required = false) @Nullable String kind, Model model) {
		String known = (kind != null && List.of("tier", "route", "override").contains(kind)) ? kind : null;
		String path = "/api/v1/failover/decisions?limit=200" + ((known != null) ? "&kind=" + known : "");
		List<Supplier<FailoverPage.Input>> asking = new ArrayList<>();
		for (String machine : this.machines) {
			Asked<State> state = ask(machine, Service.FAILOVER, "/api/v1/failover/state", State.class);
			Asked<Decisions> decisions = ask(machine, Service.FAILOVER, path, Decisions.class);
			Asked<Decisions> routes = ask(machine, Service.FAILOVER, "/api/v1/failover/decisions?limit=200&kind=route",
					Decisions.class);
			asking.add(() -> new FailoverPage.Input(machine, state.seen(), decisions.seen(), routes.seen()));
		}
		model.addAttribute("page",
				FailoverPage.of(known, asking.stream().map(Supplier::get).toList(), this.clock.instant()));
		return "console/failover";
	}

	@GetMapping(path = "/console/failover/{machine}/{number}", produces = MediaType.TEXT_HTML_VALUE)
	String decision(@PathVariable String machine, @PathVariable long number, Model model) {
		model.addAttribute("page",
				DecisionPage.of(machine, number,
						ask(machine, Service.FAILOVER, "/api/v1/failover/decisions/" + number, Decision.class).seen(),
						this.clock.instant()));
		return "console/decision";
	}

	@GetMapping(path = "/console/ledger", produces = MediaType.TEXT_HTML_VALUE)
	String ledger(Model model) {
		Asked<Ledger> ledger = ask(this.centre, Service.HUB, "/api/v1/ledger", Ledger.class);
		Asked<Reconciliation> reconciliation = ask(this.centre, Service.HUB, "/api/v1/reconciliation",
				Reconciliation.class);
		Asked<Gaps> gaps = ask(this.centre, Service.HUB, "/api/v1/gaps?limit=100", Gaps.class);
		Map<String, Asked<Spool>> spools = new LinkedHashMap<>();
		Map<String, Asked<Mirror[]>> mirrors = new LinkedHashMap<>();
		for (String machine : this.machines) {
			spools.put(machine, ask(machine, Service.FAILOVER, "/api/v1/spool", Spool.class));
			mirrors.put(machine, ask(machine, Service.HUB, "/api/v1/mirrors", Mirror[].class));
		}
		model.addAttribute("page", LedgerPage.of(new LedgerPage.Input(this.centre, ledger.seen(), reconciliation.seen(),
				gaps.seen(), seen(spools), seen(mirrors)), this.clock.instant()));
		return "console/ledger";
	}

	@GetMapping(path = "/console/partition", produces = MediaType.TEXT_HTML_VALUE)
	String partition(Model model) {
		List<Supplier<PartitionPage.Input>> asking = new ArrayList<>();
		for (String machine : this.machines) {
			Asked<Partition> now = ask(machine, Service.FAILOVER, "/api/v1/partition", Partition.class);
			Asked<PartitionHistory> history = ask(machine, Service.FAILOVER, "/api/v1/partition/history?limit=100",
					PartitionHistory.class);
			asking.add(() -> new PartitionPage.Input(machine, now.seen(), history.seen()));
		}
		model.addAttribute("page", PartitionPage.of(asking.stream().map(Supplier::get).toList(), this.clock.instant()));
		return "console/partition";
	}

	@GetMapping(path = "/console/campaign", produces = MediaType.TEXT_HTML_VALUE)
	String campaign(Model model) {
		Asked<Go> go = ask(this.centre, Service.HUB, "/api/v1/gates", Go.class);
		Seen<Campaign[]> campaigns = ask(this.centre, Service.HUB, "/api/v1/migrations", Campaign[].class).seen();
		Campaign[] all = campaigns.value();
		Seen<Step[]> steps = Seen.nothing("has not been asked");
		Seen<Detail> detail = Seen.nothing("has not been asked");
		Seen<Week[]> weeks = Seen.nothing("has not been asked");
		if (all != null && all.length > 0) {
			String path = "/api/v1/migrations/" + segment(all[0].id());
			Asked<Step[]> asked = ask(this.centre, Service.HUB, path + "/todo", Step[].class);
			Asked<Week[]> decided = ask(this.centre, Service.HUB,
					"/api/v1/gates/history?limit=20&campaign=" + segment(all[0].id()), Week[].class);
			detail = ask(this.centre, Service.HUB, path, Detail.class).seen();
			weeks = decided.seen();
			steps = asked.seen();
		}
		model.addAttribute("page", CampaignPage
			.of(new CampaignPage.Input(this.centre, campaigns, go.seen(), steps, weeks, detail), this.clock.instant()));
		return "console/campaign";
	}

	/**
	 * @param window one of those that can be chosen; anything else for the usual one
	 */
	@GetMapping(path = { "/console/slo", "/slo" }, produces = MediaType.TEXT_HTML_VALUE)
	String slo(@RequestParam(required = false) @Nullable String window, Model model) {
		String chosen = chosen(window);
		Asked<Slo> slo = this.sources.ask(slo(chosen));
		Asked<Kpis> kpis = this.sources
			.ask(Question.ofReport(this.centre, Service.HUB, "/api/v1/kpis?window=" + chosen, Kpis.class));
		Map<String, Seen<Slo>> others = new LinkedHashMap<>();
		SloPage.WINDOWS.stream()
			.filter((each) -> !each.equals(chosen))
			.forEach((each) -> others.put(each, this.sources.remembered(slo(each))));
		model.addAttribute("page", SloPage.of(
				new SloPage.Input(chosen, this.centre, this.self.equals(this.centre), slo.seen(), kpis.seen(), others),
				this.clock.instant()));
		return "console/slo";
	}

	/** Hands on the centre's archive, as a browser may not reach the centre itself. */
	@GetMapping("/console/slo/evidence")
	ResponseEntity<byte[]> evidence(@RequestParam(required = false) @Nullable String window) {
		try {
			byte[] archive = this.sources.file(this.centre, Service.HUB,
					"/api/v1/slo/evidence?window=" + chosen(window));
			return ResponseEntity.ok()
				.contentType(MediaType.valueOf("application/zip"))
				.header("Content-Disposition", "attachment; filename=\"tandem-evidence.zip\"")
				.body(archive);
		}
		catch (IOException ex) {
			throw new ProblemException(HttpStatus.BAD_GATEWAY, "no-evidence",
					"the hub of " + this.centre + " " + ex.getMessage());
		}
	}

	private Question<Slo> slo(String window) {
		return Question.ofReport(this.centre, Service.HUB, "/api/v1/slo?window=" + window, Slo.class);
	}

	private static String chosen(@Nullable String window) {
		return (window != null && SloPage.WINDOWS.contains(window)) ? window : SloPage.USUAL;
	}

	private <T> Asked<T> ask(String machine, Service service, String path, Class<T> type) {
		return this.sources.ask(Question.of(machine, service, path, type));
	}

	private static <T> Map<String, Seen<T>> seen(Map<String, Asked<T>> asked) {
		Map<String, Seen<T>> seen = new LinkedHashMap<>();
		asked.forEach((machine, each) -> seen.put(machine, each.seen()));
		return seen;
	}

	/** Tells a browser that something has changed, as it does. */
	@GetMapping(path = "/console/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@ResponseBody
	SseEmitter events() {
		return this.changes.open();
	}

	private static String segment(String name) {
		return UriUtils.encodePathSegment(name, "UTF-8");
	}

}
