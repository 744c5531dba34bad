package io.tandem.acceptance.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * One message that an Alertmanager has sent to people. Immutable.
 *
 * @param at when it came, by {@link System#nanoTime()}
 * @param sender the machine whose Alertmanager sent it
 * @param channel sms, phone, or the name of a chat's channel
 * @param firing whether anything of it is still so; else it tells of an end
 * @param causes what it tells of, each as {@code kind:alertname}, sorted; kind is
 * {@code ?} in a chat, whose messages do not have it
 * @param machines on which that is
 */
public record Notification(long at, String sender, String channel, boolean firing, List<String> causes,
		List<String> machines) {

	private static final Pattern TITLE = Pattern.compile("\\[(FIRING|RESOLVED).*?] (\\S+) on (\\S+)");

	public Notification {
		causes = List.copyOf(causes);
		machines = List.copyOf(machines);
	}

	/** Tells whether it calls somebody, and not only writes in a chat. */
	public boolean isPage() {
		return this.channel.equals("sms") || this.channel.equals("phone");
	}

	/** Reads the message of a webhook. */
	static Notification ofWebhook(long at, String sender, String channel, JsonNode body) {
		TreeSet<String> causes = new TreeSet<>(Comparator.naturalOrder());
		TreeSet<String> machines = new TreeSet<>();
		boolean firing = body.path("status").asString("").equals("firing");
		for (JsonNode alert : body.path("alerts")) {
			if (firing && !alert.path("status").asString("").equals("firing")) {
				continue;
			}
			JsonNode labels = alert.path("labels");
			causes.add(labels.path("kind").asString("?") + ":" + labels.path("alertname").asString("?"));
			machines.add(labels.path("machine").asString("?"));
		}
		return new Notification(at, sender, channel, firing, new ArrayList<>(causes), new ArrayList<>(machines));
	}

	/** Reads the message to a chat. */
	static Notification ofChat(long at, String sender, JsonNode body) {
		String title = body.path("attachments").path(0).path("title").asString("");
		Matcher words = TITLE.matcher(title);
		boolean known = words.find();
		return new Notification(at, sender, body.path("channel").asString("?"),
				!known || words.group(1).equals("FIRING"), List.of("?:" + (known ? words.group(2) : title)),
				List.of(known ? words.group(3) : "?"));
	}

}
