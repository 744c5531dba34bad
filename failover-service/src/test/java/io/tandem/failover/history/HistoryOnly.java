package io.tandem.failover.history;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;

/**
 * The service without its decider, so that only a test decides. Not marked as a
 * configuration, so that the service's own scan passes it over.
 */
@EnableAutoConfiguration
@ComponentScan
final class HistoryOnly {

}
