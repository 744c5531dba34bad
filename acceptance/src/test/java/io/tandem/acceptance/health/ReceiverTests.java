package io.tandem.acceptance.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiverTests {

	private final Receiver receiver = start();

	@AfterEach
	void stop() {
		this.receiver.close();
	}

	@Test
	void remembersWhoCalledWhomForWhat() throws Exception {
		assertThat(post("/mainpc/sms", """
				{"status":"firing","alerts":[
				  {"status":"firing","labels":{"alertname":"LinkCut","kind":"link","machine":"mainpc-pc2"}},
				  {"status":"resolved","labels":{"alertname":"Other","kind":"agent","machine":"pc2"}}]}"""))
			.isEqualTo(200);
		assertThat(this.receiver.notifications()).singleElement().satisfies((one) -> {
			assertThat(one.sender()).isEqualTo("mainpc");
			assertThat(one.isPage()).isTrue();
			assertThat(one.firing()).isTrue();
			assertThat(one.causes()).containsExactly("link:LinkCut");
			assertThat(one.machines()).containsExactly("mainpc-pc2");
		});
	}

	@Test
	void anEndIsNoCall() throws Exception {
		post("/pc2/phone",
				"""
						{"status":"resolved","alerts":[{"status":"resolved","labels":{"alertname":"AgentFailing","kind":"agent"}}]}""");
		assertThat(this.receiver.notifications()).singleElement().satisfies((one) -> {
			assertThat(one.firing()).isFalse();
			assertThat(one.causes()).containsExactly("agent:AgentFailing");
		});
	}

	@Test
	void aChatIsNoPageAndNamesItsChannelAndCauseItself() throws Exception {
		post("/pc2/slack",
				"""
						{"channel":"#ops-alerts","attachments":[{"title":"[FIRING 2] TandemSinkBehind on mainpc","text":"..."}]}""");
		post("/pc2/slack", """
				{"channel":"#ops-alerts","attachments":[{"title":"[RESOLVED] TandemSinkBehind on mainpc"}]}""");
		assertThat(this.receiver.notifications()).extracting(Notification::firing).containsExactly(true, false);
		assertThat(this.receiver.notifications()).allSatisfy((one) -> {
			assertThat(one.channel()).isEqualTo("#ops-alerts");
			assertThat(one.isPage()).isFalse();
			assertThat(one.causes()).containsExactly("?:TandemSinkBehind");
			assertThat(one.machines()).containsExactly("mainpc");
		});
	}

	@Test
	void whatIsNoMessageIsRefused() throws Exception {
		assertThat(post("/mainpc/sms", "{")).isEqualTo(400);
		assertThat(post("/mainpc", "{}")).isEqualTo(404);
		assertThat(this.receiver.notifications()).isEmpty();
	}

	private int post(String path, String body) throws Exception {
		return Http.post(URI.create("http://127.0.0.1:" + this.receiver.port() + path),
				body.getBytes(StandardCharsets.UTF_8));
	}

	private static Receiver start() {
		try {
			return new Receiver(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		}
		catch (java.io.IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
