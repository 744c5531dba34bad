package io.tandem.wire.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tandem.wire.identity.SequenceRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackfillRequestTests {

	@Test
	void isReadAsItWasWritten() {
		BackfillRequest request = new BackfillRequest("mainpc", "e-1",
				List.of(new SequenceRange(1, 5), new SequenceRange(9, 9)));
		assertThat(BackfillRequest.parse(request.bytes())).isEqualTo(request);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{}", "{\"by\":\"a b\",\"epoch\":\"e\",\"ranges\":[{\"first\":1,\"last\":2}]}",
			"{\"by\":\"a\",\"epoch\":\"e\",\"ranges\":[]}",
			"{\"by\":\"a\",\"epoch\":\"e\",\"ranges\":[{\"first\":0,\"last\":2}]}",
			"{\"by\":\"a\",\"epoch\":\"e\",\"ranges\":[{\"first\":3,\"last\":2}]}",
			"{\"by\":\"a\",\"epoch\":\"e\",\"ranges\":[{\"first\":\"1\",\"last\":2}]}" })
	void anythingElseIsRefused(String json) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> BackfillRequest.parse(json.getBytes(StandardCharsets.UTF_8)));
	}

}
