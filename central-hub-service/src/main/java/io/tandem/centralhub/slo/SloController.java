package io.tandem.centralhub.slo;

import io.tandem.service.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows how available the system was, and the figures it is promised by. */
@RestController
class SloController {

	private static final Duration LONGEST = Duration.ofDays(400);

	private static final Pattern WINDOW = Pattern.compile("(\\d{1,7})([smhd])");

	private final Slo slo;

	private final Kpis kpis;

	private final SloProperties properties;

	SloController(Slo slo, Kpis kpis, SloProperties properties) {
		this.slo = slo;
		this.kpis = kpis;
		this.properties = properties;
	}

	/**
	 * Returns how available each machine and the whole were, with every outage.
	 * @param window as 168h, 30m or 7d, up to now; absent for the one of the objective
	 */
	@GetMapping("/api/v1/slo")
	SloReport slo(@RequestParam(required = false) @Nullable String window) {
		return this.slo.judge(length(window)).report();
	}

	/** Returns every figure, over a window. */
	@GetMapping("/api/v1/kpis")
	KpiReport kpis(@RequestParam(required = false) @Nullable String window) {
		return this.kpis.report(this.slo.judge(length(window)));
	}

	/** Returns both as a zip archive, with a page for people and checksums. */
	@GetMapping("/api/v1/slo/evidence")
	void evidence(@RequestParam(required = false) @Nullable String window, HttpServletResponse response)
			throws IOException {
		Judgement judgement = this.slo.judge(length(window));
		ByteArrayOutputStream pack = new ByteArrayOutputStream();
		EvidencePack.write(judgement.report(), this.kpis.report(judgement), pack);
		response.setContentType("application/zip");
		response.setHeader("Content-Disposition", "attachment; filename=\"tandem-evidence.zip\"");
		response.getOutputStream().write(pack.toByteArray());
	}

	private Duration length(@Nullable String window) {
		if (window == null) {
			return this.properties.window();
		}
		Matcher words = WINDOW.matcher(window);
		if (!words.matches()) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-window",
					"window must be a number and s, m, h or d, as 168h: window=" + window);
		}
		long number = Long.parseLong(words.group(1));
		Duration length = switch (words.group(2)) {
			case "s" -> Duration.ofSeconds(number);
			case "m" -> Duration.ofMinutes(number);
			case "h" -> Duration.ofHours(number);
			default -> Duration.ofDays(number);
		};
		if (!length.isPositive() || length.compareTo(LONGEST) > 0) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-window",
					"window must be more than 0 and at most 400d: window=" + window);
		}
		return length;
	}

}
