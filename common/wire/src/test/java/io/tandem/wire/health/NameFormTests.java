package io.tandem.wire.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NameFormTests {

	@Test
	void tellsWhatItsRegularExpressionTells() {
		Random random = new Random(1);
		for (NameForm form : new NameForm[] { NameForm.of("[A-Za-z0-9_.-]", 5),
				NameForm.of("[A-Za-z_]", "[A-Za-z0-9_.:-]", 6) }) {
			Pattern pattern = Pattern.compile(form.toString());
			for (int n = 0; n < 20_000; n++) {
				StringBuilder name = new StringBuilder();
				for (int length = random.nextInt(8); length > 0; length--) {
					name.append((random.nextInt(20) == 0) ? (char) random.nextInt(300)
							: "aZ0_.:-".charAt(random.nextInt(7)));
				}
				assertThat(form.matches(name.toString())).as("%s %s", form, name)
					.isEqualTo(pattern.matcher(name).matches());
			}
		}
	}

}
