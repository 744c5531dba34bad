package io.tandem.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the agent is called, and where it pushes.
 *
 * @param enabled false for an agent that neither pushes nor reports
 * @param name as in the fleet file; {@code spring.application.name} if left out
 * @param machine the machine it lives on
 * @param gatewayUrl the machine's failover-service
 * @param hubUrl the machine's hub, asked while the gateway does not answer; may be left
 * out
 * @param peerHubUrls other machines' hubs, asked in this order after that
 * @param tokenFile the agent's token, where the fleet asks for one; read again when it
 * changes
 * @param caFile the certificate of the fleet's CA, where its services speak HTTPS
 * @param step between two pushes
 * @param buffer how much that nobody takes is kept: the outage it bridges is this by a
 * body's size (6 to 14 KiB for 500 series) times the step
 * @param connectTimeout for a connection
 * @param requestTimeout for one target's answer; larger means that a gateway which hangs
 * is left later
 * @param closeTimeout the longest that the last push may delay the application's end
 */
@ConfigurationProperties("tandem.agent")
record AgentProperties(@DefaultValue("true") boolean enabled, @Nullable String name, @Nullable String machine,
		@DefaultValue("http://127.0.0.1:9200") String gatewayUrl, @Nullable String hubUrl,
		@DefaultValue List<String> peerHubUrls, @Nullable Path tokenFile, @Nullable Path caFile,
		@DefaultValue("15s") Duration step, @DefaultValue("8MB") DataSize buffer,
		@DefaultValue("1s") Duration connectTimeout, @DefaultValue("5s") Duration requestTimeout,
		@DefaultValue("5s") Duration closeTimeout, @DefaultValue Health health) {

	/**
	 * Health reports.
	 *
	 * @param enabled false for none
	 * @param url the machine's health-sync-service
	 * @param interval between two reports while nothing changes
	 * @param checkInterval how late a change may be told
	 */
	record Health(@DefaultValue("true") boolean enabled, @DefaultValue("http://127.0.0.1:9300") String url,
			@DefaultValue("60s") Duration interval, @DefaultValue("5s") Duration checkInterval) {
	}

}
