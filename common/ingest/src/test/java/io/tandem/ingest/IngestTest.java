package io.tandem.ingest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/** Starts a small service with a {@link RecordingIntake} on a free port; one for all. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = IngestTestService.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "tandem.machine=pc2", "tandem.state-directory=target/state", "server.address=127.0.0.1",
				"spring.main.banner-mode=off", "spring.mvc.problemdetails.enabled=true",
				"spring.threads.virtual.enabled=true", "spring.servlet.multipart.enabled=false",
				"management.endpoints.web.exposure.include=prometheus", "tandem.ingest.max-write-body=1MB",
				"tandem.ingest.max-write-uncompressed=4MB", "tandem.ingest.max-push-body=1MB",
				"tandem.ingest.max-in-flight=12MB" })
@interface IngestTest {

}
