package io.tandem.acceptance.chaos;

import io.tandem.acceptance.chaos.ScenarioParser.Words;
import io.tandem.acceptance.health.Cascade;
import io.tandem.fleet.Fleet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done to the machines, in the words of a scenario, and as commands of
 * a shell: {@code begin} does it, {@code end} undoes it, also when nothing of it was done
 * or it was undone before. Commands find {@code $TANDEM_ROOT} and {@code $TANDEM_HOME}.
 *
 * @param text in the words of the scenario
 * @param agent that fails, and after it those that need it; null if this is done to a
 * machine
 */
record Fault(String text, String begin, String end, @Nullable String agent) {

	/** Every kind by its first word, with how it is written. */
	static final Map<String, String> KINDS = Map.ofEntries(Map.entry("kill", "kill PROGRAM on MACHINE"),
			Map.entry("hang", "hang PROGRAM on MACHINE"), Map.entry("wipe", "wipe nats on MACHINE"),
			Map.entry("keep", "keep nats on MACHINE"), Map.entry("rewind", "rewind nats on MACHINE"),
			Map.entry("freeze", "freeze MACHINE"), Map.entry("lose", "lose MACHINE"),
			Map.entry("cut", "cut both | cut from MACHINE"), Map.entry("refuse", "refuse both"),
			Map.entry("flap", "flap 2s of 5s"), Map.entry("loss", "loss 5%"), Map.entry("delay", "delay 300ms"),
			Map.entry("isolate", "isolate MACHINE"), Map.entry("slow", "slow PROGRAM on MACHINE to 10%"),
			Map.entry("descriptors", "descriptors N of PROGRAM on MACHINE"), Map.entry("burn", "burn N on MACHINE"),
			Map.entry("disk", "disk of MACHINE to 20 writes/s"), Map.entry("memory", "memory of MACHINE to 80%"),
			Map.entry("jump", "jump clock of pc2 by -120m"), Map.entry("fail", "fail AGENT"),
			Map.entry("fill", "fill nats disk on pc2"));

	private static final String HUB_DOWN = "peer-hub-down";

	private static final String UNREACHABLE = "peer-machine-unreachable";

	private static final String DEGRADED = "link-degraded";

	private static final String ISOLATED = "self-isolated";

	private static final Map<String, String> ADDRESSES = Map.of("mainpc", "10.77.0.1", "pc2", "10.77.0.2");

	private static final String TANDEM = "\"$TANDEM_ROOT/tandem\" ";

	Fault(String text, String begin, String end) {
		this(text, begin, end, null);
	}

	/**
	 * Reads one.
	 * @throws IllegalArgumentException if there is no such fault
	 */
	static Fault parse(Words words) {
		String kind = words.next("a fault");
		return switch (kind) {
			case "kill" -> kill(words, words.program(), "");
			case "wipe" -> killBroker(words, "rm -rf $store");
			// a power cut takes back what the disk had not really written: the dead
			// broker's store becomes what it was when it was kept
			case "keep" -> killBroker(words, "rm -rf $kept; cp -a $store $kept");
			case "rewind" -> killBroker(words, "test -d $kept && rm -rf $store && cp -a $kept $store");
			case "hang" -> {
				String program = words.program();
				String machine = words.machine("on");
				yield new Fault(words.text(), signal("STOP", machine, program), signal("CONT", machine, program));
			}
			case "freeze" -> {
				String machine = words.machine("");
				yield new Fault(words.text(), all("STOP", machine), all("CONT", machine));
			}
			case "lose" -> {
				String machine = words.machine("");
				yield new Fault(words.text(),
						all("KILL", machine) + "; sleep 0.3; umount \"$TANDEM_HOME/" + machine
								+ "/nats\" 2>/dev/null; rm -rf \"${TANDEM_HOME:?}/" + machine + "\"",
						"[ -n \"$(ip netns pids tandem-" + machine + ")\" ] || " + TANDEM + "chaos start-machine "
								+ machine);
			}
			case "cut" -> words.isNext("both") ? links(words.text(), List.of("mainpc", "pc2"), "-j DROP")
					: links(words.text(), List.of(other(words.machine("from"))), "-j DROP");
			case "refuse" -> {
				words.expect("both");
				yield links(words.text(), List.of("mainpc", "pc2"), "-p udp -j DROP",
						"-p tcp -j REJECT --reject-with tcp-reset");
			}
			case "flap" -> flap(words);
			case "loss" -> {
				double share = percent(words) / 100.0;
				yield links(words.text(), List.of("mainpc", "pc2"),
						"-m statistic --mode random --probability " + share + " -j DROP");
			}
			case "delay" -> delay(words);
			case "isolate" -> {
				String machine = words.machine("");
				yield new Fault(words.text(), "ip link set td-" + machine + " down",
						"ip link set td-" + machine + " up");
			}
			case "slow" -> slow(words);
			case "descriptors" -> {
				int most = words.number();
				words.expect("of");
				String program = words.program();
				String machine = words.machine("on");
				String pid = pid(machine, program);
				// only the soft limit: to raise the hard one again takes more than root
				// has in a container
				yield new Fault(words.text(), "prlimit --pid " + pid + " --nofile=" + most + ":", "pid=" + pid
						+ "; prlimit --pid $pid --nofile=$(prlimit --pid $pid --nofile -o HARD --noheadings | tr -d ' '):");
			}
			case "burn" -> {
				int burners = words.number();
				String machine = words.machine("on");
				String marker = "tandem-burner-" + machine;
				yield new Fault(words.text(),
						"for i in $(seq " + burners + "); do ip netns exec tandem-" + machine
								+ " setsid bash -c 'exec -a " + marker
								+ " bash -c \"while :; do :; done\"' >/dev/null 2>&1 </dev/null & done",
						"pkill -KILL -f ^" + marker + " || true");
			}
			case "disk" -> {
				String machine = words.machine("of");
				words.expect("to");
				int writes = words.number();
				words.expect("writes/s");
				yield limit(words.text(), machine, "disk", writes);
			}
			case "memory" -> {
				String machine = words.machine("of");
				words.expect("to");
				yield limit(words.text(), machine, "memory", percent(words));
			}
			case "jump" -> {
				words.expect("clock", "of", "pc2", "by");
				String by = words.next("a time, as -120m or +90s");
				if (!by.matches("[+-]\\d{1,4}[sm]")) {
					throw words.wrong("not a jump as -120m or +90s: " + by);
				}
				long seconds = ScenarioParser.duration(by.substring(1)).toSeconds() * (by.startsWith("-") ? -1 : 1);
				yield new Fault(words.text(), TANDEM + "chaos clock " + seconds, TANDEM + "chaos clock 0");
			}
			case "fail" -> new Fault(words.text(), ":", ":", words.next("an agent"));
			case "fill" -> {
				words.expect("nats", "disk", "on", "pc2");
				// never the computer's own disk; a broker that had none does not come
				// back by itself
				yield new Fault(words.text(),
						"cd \"$TANDEM_HOME/pc2/nats\" && mountpoint . && fallocate -l $(($(df --output=avail -B1 . | tail -n 1) - 1048576)) filler"
								+ " && { dd if=/dev/zero of=filler2 bs=64k; true; }",
						"rm -f \"$TANDEM_HOME/pc2/nats/filler\" \"$TANDEM_HOME/pc2/nats/filler2\"; " + TANDEM
								+ "ctl pc2 restart nats");
			}
			default -> throw words.wrong("there is no fault '" + kind + "'; there are: "
					+ String.join(", ", KINDS.values().stream().sorted().toList()));
		};
	}

	/**
	 * Returns what a machine may say of the other one while this is done, or soon after;
	 * empty for nothing.
	 */
	Set<String> explains(String machine) {
		List<String> words = List.of(this.text.split(" "));
		boolean isHere = words.contains(machine);
		return switch (words.getFirst()) {
			case "kill", "hang", "slow", "wipe", "keep", "rewind" -> switch (words.get(1)) {
				case "central-hub", "edge-hub" -> isHere ? Set.of() : Set.of(HUB_DOWN);
				case "nats" -> isHere ? Set.of(DEGRADED) : Set.of(HUB_DOWN, DEGRADED);
				case "failover" -> isHere ? Set.of() : Set.of(DEGRADED);
				default -> Set.of();
			};
			case "freeze" -> isHere ? Set.of() : Set.of(UNREACHABLE);
			case "lose" -> isHere ? Set.of(DEGRADED) : Set.of(UNREACHABLE, HUB_DOWN, DEGRADED);
			case "isolate" -> isHere ? Set.of(ISOLATED) : Set.of(UNREACHABLE);
			// whoever is not heard still hears
			case "cut" -> isHere ? Set.of(DEGRADED) : Set.of(UNREACHABLE);
			case "refuse" -> Set.of(UNREACHABLE);
			case "flap" -> Set.of(UNREACHABLE, DEGRADED);
			case "loss", "delay" -> Set.of(DEGRADED);
			// may come to a hub that is dead, or too late
			case "burn", "disk", "memory", "descriptors", "fill" ->
				isHere ? Set.of(DEGRADED) : Set.of(HUB_DOWN, DEGRADED);
			default -> Set.of();
		};
	}

	/**
	 * Returns the agents that fail, wave by wave; empty if this is done to a machine.
	 * @throws IllegalArgumentException if the fleet has no such agent
	 */
	List<Set<String>> waves(Fleet fleet) {
		return (this.agent != null) ? Cascade.waves(fleet, this.agent) : List.of();
	}

	/** Returns the machine whose disk goes with it; null if none does. */
	@Nullable String losesDiskOf() {
		return this.text.startsWith("lose ") ? this.text.substring("lose ".length()) : null;
	}

	/** Limits what all programs of a machine may take together. */
	private static Fault limit(String text, String machine, String what, int to) {
		String command = TANDEM + "chaos %s " + machine + " " + what;
		return new Fault(text, command.formatted("limit") + " " + to, command.formatted("unlimit"));
	}

	private static Fault kill(Words words, String program, String then) {
		String machine = words.machine("on");
		String supervisor = "\"$(cat \"$TANDEM_HOME/" + machine + "/supervisord.pid\")\"";
		String begin = "pid=" + pid(machine, program) + "; kill -STOP " + supervisor + "; kill -KILL $pid"
				+ (then.isEmpty() ? "" : "; sleep 0.2; " + then.formatted(machine));
		return new Fault(words.text(), begin, "kill -CONT " + supervisor);
	}

	/**
	 * @param then what is done while it is dead, to its {@code $store} and to the
	 * {@code $kept} copy of that
	 */
	private static Fault killBroker(Words words, String then) {
		words.expect("nats");
		return kill(words, "nats", then.replace("$store", "\"$TANDEM_HOME/%1$s/nats/jetstream\"")
			.replace("$kept", "\"$TANDEM_HOME/kept-%1$s\""));
	}

	private static String signal(String signal, String machine, String program) {
		return "kill -" + signal + " " + pid(machine, program);
	}

	/** Its process, by a command that needs no supervisor, which may stand still too. */
	private static String pid(String machine, String program) {
		return "$(" + TANDEM + "chaos pid " + machine + " " + program + ")";
	}

	private static String all(String signal, String machine) {
		return "kill -" + signal + " $(ip netns pids tandem-" + machine + ") 2>/dev/null || true";
	}

	private static String other(String machine) {
		return machine.equals("mainpc") ? "pc2" : "mainpc";
	}

	/** Rules for what arrives: what is dropped there is lost without a word. */
	private static Fault links(String text, List<String> arrivals, String... rules) {
		StringBuilder begin = new StringBuilder();
		StringBuilder end = new StringBuilder();
		for (String machine : arrivals) {
			for (String rule : rules) {
				String words = " INPUT -s " + ADDRESSES.get(other(machine)) + " " + rule;
				begin.append("ip netns exec tandem-" + machine + " iptables -I" + words + "; ");
				end.append("ip netns exec tandem-" + machine + " iptables -D" + words + " 2>/dev/null || true; ");
			}
		}
		return new Fault(text, begin.toString(), end.toString());
	}

	private static Fault flap(Words words) {
		String down = words.next("a time, as 2s");
		words.expect("of");
		String all = words.next("a time, as 5s");
		double up = seconds(all) - seconds(down);
		Fault cut = links("", List.of("mainpc", "pc2"), "-j DROP");
		String loop = "exec -a tandem-flapper bash -c '\\''while :; do " + cut.begin + "sleep " + seconds(down) + "; "
				+ cut.end + "sleep " + up + "; done'\\''";
		return new Fault(words.text(), "setsid bash -c '" + loop + "' >/dev/null 2>&1 </dev/null &",
				"pkill -KILL -f ^tandem-flapper || true; " + cut.end);
	}

	private static int percent(Words words) {
		String share = words.next("a share, as 5%");
		if (!share.matches("[1-9]\\d?%")) {
			throw words.wrong("not a share as 5%: " + share);
		}
		return Integer.parseInt(share.replace("%", ""));
	}

	private static double seconds(String time) {
		return ScenarioParser.duration(time).toMillis() / 1000.0;
	}

	/** Gives each packet between the machines a longer way. */
	private static Fault delay(Words words) {
		long millis = Math.round(seconds(words.next("a time, as 300ms")) * 1000);
		return new Fault(words.text(), TANDEM + "chaos slow-link " + millis,
				"pkill -KILL -f \"^$TANDEM_HOME/slow-link \" || true");
	}

	/** Lets the program run for a share of each second only. */
	private static Fault slow(Words words) {
		String program = words.program();
		String machine = words.machine("on");
		words.expect("to");
		int share = percent(words);
		String marker = "tandem-slower-" + program;
		String loop = "exec -a " + marker + " bash -c '\\''while kill -STOP $0; do sleep " + (1 - share / 100.0)
				+ "; kill -CONT $0; sleep " + share / 100.0 + "; done'\\'' $0";
		String pid = pid(machine, program);
		// the process is looked for before the loop goes to the background, or the undo
		// may come before it has begun
		return new Fault(words.text(),
				"pid=" + pid + "; setsid bash -c '" + loop + "' $pid >/dev/null 2>&1 </dev/null &",
				"pkill -KILL -f ^" + marker + " || true; kill -CONT " + pid);
	}

}
