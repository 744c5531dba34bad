package io.tandem.failover.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.wire.route.AgentRoute;
import io.tandem.wire.route.DesiredRoute;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteBookTests {

	@TempDir
	Path directory;

	@Test
	void whoIsNotInItGoesByTandem() {
		assertThat(new RouteBook(this.directory.resolve("routes.json")).routeOf("shop")).isEqualTo(AgentRoute.TANDEM);
	}

	@Test
	void whatWasTakenIsThereAfterARestart() {
		Path file = this.directory.resolve("routes.json");
		RouteBook book = new RouteBook(file);
		assertThat(book.take(new DesiredRoute("shop", AgentRoute.LEGACY, "phase2"), 7)).isTrue();
		assertThat(book.take(new DesiredRoute("till", AgentRoute.OVERLAP, "phase2"), 8)).isTrue();
		assertThat(book.take(new DesiredRoute("till", AgentRoute.OVERLAP, "phase2"), 8)).isFalse();
		RouteBook again = new RouteBook(file);
		assertThat(again.routeOf("shop")).isEqualTo(AgentRoute.LEGACY);
		assertThat(again.find("till")).isNotNull().extracting(RouteBook.Entry::revision).isEqualTo(8L);
	}

	@Test
	void aDamagedFileIsPassedOver() throws Exception {
		Path file = Files.writeString(this.directory.resolve("routes.json"), "{\"routes\": [{");
		assertThat(new RouteBook(file).isEmpty()).isTrue();
	}

}
