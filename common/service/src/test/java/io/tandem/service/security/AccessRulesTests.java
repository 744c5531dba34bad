package io.tandem.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRulesTests {

	@ParameterizedTest
	@CsvSource({ "POST, /api/v1/write, agent service", "POST, /metrics/job/x, agent service",
			"PUT, /metrics/job@base64/eA==/instance/a, agent service", "DELETE, /metrics/job/x, agent service",
			"POST, /api/v1/health, agent service", "POST, /api/v1/health/relayed/pc2, service",
			"POST, /api/v1/probe, service", "GET, /api/v1/agent-routes, agent operator service viewer",
			"GET, /api/v1/agents/OrderService/route, agent operator service viewer",
			"GET, /metrics, operator service viewer", "GET, /federate, operator service viewer",
			"GET, /, operator service viewer", "GET, /api/v1/ledger, operator service viewer",
			"POST, /api/v1/series, operator service viewer", "POST, /api/v1/samples, operator service viewer",
			"GET, /actuator/prometheus, operator service viewer", "GET, /actuator/env, operator service viewer",
			"GET, /actuator/health, ''", "GET, /actuator/health/readiness, ''",
			"POST, /api/v1/failover/override, operator service", "DELETE, /api/v1/failover/override, operator service",
			"POST, /api/v1/backfill, operator service", "POST, /api/v1/migrations, operator",
			"POST, /api/v1/migrations/7/rollback, operator", "POST, /api/v1/incidents/7/acknowledge, operator",
			"POST, /api/v1/incidents/7/silence, operator" })
	void eachPathNeedsTheRoleOfWhatItIsFor(String method, String path, String roles) {
		assertThat(words(method, path)).isEqualTo(roles);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /actuator/health/", "GET, /actuator/health;a=b", "GET, /actuator/health/../prometheus",
			"GET, /actuator/health/db", "GET, //actuator/health", "GET, /actuator/%68ealth" })
	void pathWrittenInAnotherWayIsNotOpen(String method, String path) {
		assertThat(words(method, path)).isEqualTo("operator service viewer");
	}

	@ParameterizedTest
	@CsvSource({ "POST, /api/v1/write/", "POST, /api/v1/health;x", "POST, /api/v1/%77rite", "POST, /metrics/jobs/x",
			"POST, /somewhere-new", "PATCH, /api/v1/write", "TRACE, /", "get, /actuator/health", "PUT, /api/v1/write" })
	void whatNobodyNamedIsForOperators(String method, String path) {
		assertThat(words(method, path)).isEqualTo("operator");
	}

	@Test
	void onlyWhatChangesTheSystemIsAdministrative() {
		assertThat(AccessRules.isAdministrative("POST", "/api/v1/failover/override")).isTrue();
		assertThat(AccessRules.isAdministrative("POST", "/api/v1/incidents/7/silence")).isTrue();
		assertThat(AccessRules.isAdministrative("POST", "/api/v1/samples")).isFalse();
		assertThat(AccessRules.isAdministrative("POST", "/api/v1/write")).isFalse();
		assertThat(AccessRules.isAdministrative("GET", "/")).isFalse();
	}

	private static String words(String method, String path) {
		Set<Role> needed = AccessRules.needed(method, path);
		return needed.stream().map(Role::lowerCase).sorted().collect(Collectors.joining(" "));
	}

}
