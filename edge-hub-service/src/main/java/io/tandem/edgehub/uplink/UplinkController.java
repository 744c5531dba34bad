package io.tandem.edgehub.uplink;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the link's state. */
@RestController
class UplinkController {

	private final Uplink uplink;

	UplinkController(Uplink uplink) {
		this.uplink = uplink;
	}

	@GetMapping("/api/v1/uplink")
	UplinkReport uplink() {
		return this.uplink.report();
	}

}
