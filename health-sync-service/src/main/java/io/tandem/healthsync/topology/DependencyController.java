package io.tandem.healthsync.topology;

import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetState;
import io.tandem.fleet.GraphFormat;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.service.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.NativeWebRequest;

/**
 * Shows the fleet's dependencies, as JSON or drawn, and what the loss of one agent takes
 * with it. A drawing is asked for by {@code format} or, without that, by {@code Accept}.
 */
@RestController
@RequestMapping("/api/v1/dependencies")
class DependencyController {

	private final HeaderContentNegotiationStrategy accept = new HeaderContentNegotiationStrategy();

	private final ReloadingFleet fleet;

	DependencyController(ReloadingFleet fleet) {
		this.fleet = fleet;
	}

	@GetMapping
	ResponseEntity<Object> dependencies(@RequestParam(required = false) @Nullable String format,
			NativeWebRequest request) throws HttpMediaTypeNotAcceptableException {
		Form form = (format != null) ? Form.named(format) : Form.acceptedBy(this.accept.resolveMediaTypes(request));
		FleetState state = this.fleet.look();
		GraphFormat drawing = form.drawing();
		return ResponseEntity.ok()
			.contentType(form.mediaType())
			.body((drawing != null) ? drawing.write(state.fleet()) : DependencyView.of(state));
	}

	@GetMapping("/impact")
	ImpactView impact(@RequestParam(required = false) @Nullable String agent) {
		if (agent == null) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "agent-missing",
					"say who is to fail: /api/v1/dependencies/impact?agent=NAME");
		}
		Fleet fleet = this.fleet.current();
		return fleet.find(agent)
			.map((found) -> ImpactView.of(found, fleet))
			.orElseThrow(() -> new ProblemException(HttpStatus.NOT_FOUND, "unknown-agent",
					"the fleet file names no agent '%s'; /api/v1/dependencies lists all".formatted(agent)));
	}

}
