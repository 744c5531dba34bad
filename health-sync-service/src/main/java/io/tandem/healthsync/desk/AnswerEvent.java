package io.tandem.healthsync.desk;

import io.tandem.healthsync.incident.Answer;
import io.tandem.healthsync.incident.Incident;
import io.tandem.healthsync.incident.Observation.Answered;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What somebody said of an incident, as the event stream of that machine has it. */
final class AnswerEvent {

	/** The {@code kind} that tells it from the other events. */
	static final String KIND = "answer";

	private static final int SCHEMA_VERSION = 1;

	private static final JsonMapper JSON = JsonMapper.shared();

	private AnswerEvent() {
	}

	/** Returns what was said of the incident on this machine. */
	static List<Answered> of(Incident incident, String self) {
		List<Answered> all = new ArrayList<>();
		for (Answer answer : new Answer[] { incident.acknowledged(), incident.silenced() }) {
			if (answer != null && answer.on().equals(self)) {
				all.add(new Answered(incident.id(), root(incident), answer));
			}
		}
		return all;
	}

	/** Returns the root as people know it. */
	static String root(Incident incident) {
		Incident.Told told = incident.told();
		return (told != null) ? told.root() : incident.root();
	}

	/** Returns the same for every copy. */
	static String id(Answered answered) {
		return answered.incident() + "/" + word(answered.answer()) + "/" + answered.answer().at();
	}

	static byte[] json(Answered answered) {
		Answer answer = answered.answer();
		ObjectNode json = JSON.createObjectNode()
			.put("schemaVersion", SCHEMA_VERSION)
			.put("machine", answer.on())
			.put("kind", KIND)
			.put("answer", word(answer))
			.put("incident", answered.incident())
			.put("root", answered.root())
			.put("by", answer.by())
			.put("reason", answer.reason())
			.put("at", answer.at().toString());
		if (answer instanceof Answer.Silence silence) {
			json.put("until", silence.until().toString());
		}
		return json.toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Reads one.
	 * @param machine whose stream it is in; an answer that was said elsewhere does not
	 * belong there
	 * @return empty if it is not as it must be
	 */
	static Optional<Answered> read(JsonNode event, String machine) {
		String incident = event.path("incident").asString("");
		String root = event.path("root").asString("");
		String by = event.path("by").asString("");
		String reason = event.path("reason").asString("");
		if (!event.path("machine").asString("").equals(machine) || incident.isBlank() || incident.length() > 100
				|| root.length() > 200 || !Wish.isGood(by, reason)) {
			return Optional.empty();
		}
		try {
			Instant at = Instant.parse(event.path("at").asString(""));
			return switch (event.path("answer").asString("")) {
				case "acknowledged" ->
					Optional.of(new Answered(incident, root, new Answer.Acknowledgement(by, reason, at, machine)));
				case "silenced" -> Optional.of(new Answered(incident, root,
						new Answer.Silence(by, reason, Instant.parse(event.path("until").asString("")), at, machine)));
				default -> Optional.empty();
			};
		}
		catch (DateTimeException ex) {
			return Optional.empty();
		}
	}

	private static String word(Answer answer) {
		return switch (answer) {
			case Answer.Acknowledgement taken -> "acknowledged";
			case Answer.Silence silence -> "silenced";
		};
	}

}
