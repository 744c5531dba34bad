package io.tandem.centralhub;

import io.tandem.service.ServiceLauncher;
import io.tandem.service.security.ServiceHttp;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * The hub of the centre: takes pushes, keeps the ledger of all machines and writes to the
 * metric store.
 */
@SpringBootApplication
public class CentralHubService {

	public static void main(String[] args) {
		ServiceLauncher.run(CentralHubService.class, "central-hub", args);
	}

	/** Asks the other services. */
	@Bean(destroyMethod = "shutdownNow")
	HttpClient outboundClient(ServiceHttp http) {
		return http.open(client());
	}

	/** Asks the metric store, which may be somebody else's. */
	@Bean(destroyMethod = "shutdownNow")
	HttpClient storeClient() {
		return client().build();
	}

	private static HttpClient.Builder client() {
		return HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(Duration.ofSeconds(2))
			.executor(Executors.newVirtualThreadPerTaskExecutor());
	}

}
