package io.tandem.acceptance.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The CPU time and memory of another process, as the kernel accounts for it in
 * {@code /proc}.
 *
 * @param cpuMillis user and system time of the whole process so far, milliseconds
 * @param residentMebibytes resident memory now
 * @see <a href=
 * "https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat</a>
 */
public record ProcessCpu(long cpuMillis, long residentMebibytes) {

	private static final long MILLIS_PER_TICK = 10;

	/**
	 * Reads what a process has used.
	 * @throws IOException if there is no such process
	 */
	public static ProcessCpu of(long pid) throws IOException {
		String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
		long resident = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))
			.stream()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
			.findFirst()
			.orElse(0);
		return new ProcessCpu(ticks * MILLIS_PER_TICK, resident / 1024);
	}

}
