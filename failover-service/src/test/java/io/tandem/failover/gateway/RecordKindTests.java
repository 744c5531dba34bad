package io.tandem.failover.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.ingest.PushedRecord.Protocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordKindTests {

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void theMarkOfACriticalAgentLeavesTheProtocol(Protocol protocol) {
		byte kind = RecordKind.of(protocol);
		assertThat(RecordKind.isCritical(kind)).isFalse();
		assertThat(RecordKind.protocolOf(kind)).isEqualTo(protocol);
		assertThat(RecordKind.isCritical(RecordKind.critical(kind))).isTrue();
		assertThat(RecordKind.protocolOf(RecordKind.critical(kind))).isEqualTo(protocol);
	}

}
