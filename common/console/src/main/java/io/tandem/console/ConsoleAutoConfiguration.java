package io.tandem.console;

import io.tandem.console.view.ConsoleConfiguration;
import io.tandem.service.ServiceAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Import;

/** Gives a service the console's pages, where {@code tandem.console.enabled} is true. */
@AutoConfiguration(after = ServiceAutoConfiguration.class)
@ConditionalOnBooleanProperty("tandem.console.enabled")
@Import(ConsoleConfiguration.class)
public class ConsoleAutoConfiguration {

}
