/**
 * Keeps what the engine was told and what it decided, and asks it again with other
 * settings.
 * <p>
 * A trace is a file of JSON, one object a line. Every {@code at} is in nanoseconds of the
 * monotonic clock of the process that wrote it. The first line is the header: <pre>
 * {"trace":1,"machine":"pc2","at":0,"wall":"2026-01-01T00:00:00Z","number":0,"plan":["local-hub/pc2", ...],"settings":{...}}
 * </pre> {@code number} is that of the last transition before; {@code settings} are
 * {@link io.tandem.failover.decision.EngineSettings}, as the names of its components say.
 * Every other line is an observation, or what was decided: <pre>
 * {"at":9,"outcome":"local-hub/pc2","source":"PROBE","startedAt":4,"result":"SUCCESS"}
 * {"at":9,"outcome":"local-hub/pc2","source":"DELIVERY","startedAt":4,"result":"STATUS","detail":"status-503"}
 * {"at":9,"overdue":"local-hub/pc2","source":"PROBE","startedAt":4}
 * {"at":9,"peer":"mainpc","via":"HTTP","tier":"local-hub/pc2","state":"HEALTHY","age":5}
 * {"at":9,"stall":"GC","from":4}
 * {"at":9,"clockJump":-3600000}
 * {"at":9,"override":{"tier":"spool/pc2","reason":"...","since":"...","until":"..."}}
 * {"at":9,"override":null}
 * {"at":9,"number":7,"of":"local-hub/pc2","from":"SUSPECT","to":"DOWN","trigger":"silence","why":"..."}
 * {"at":9,"number":8,"of":"route","from":"local-hub/pc2","to":"peer-hub/mainpc","trigger":"silence","why":"..."}
 * </pre> Ticks are not kept, as they say nothing but the time: whoever reads a trace
 * makes them, every 20 ms.
 */
@NullMarked
package io.tandem.failover.decision.trace;

import org.jspecify.annotations.NullMarked;
