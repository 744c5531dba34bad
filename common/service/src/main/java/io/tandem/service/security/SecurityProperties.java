package io.tandem.service.security;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom this service answers, and who it is to others.
 *
 * @param tokensFile the tokens that are accepted; everybody is answered if not set
 * @param tokenFile the token that this service sends to others; none if not set
 * @param unprotected whether it may listen on an address that others can reach though no
 * tokens are set: for closed networks of tests
 */
@ConfigurationProperties("tandem.security")
record SecurityProperties(@Nullable Path tokensFile, @Nullable Path tokenFile,
		@DefaultValue("false") boolean unprotected) {
}
