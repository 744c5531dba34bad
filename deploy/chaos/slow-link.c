/*
 * slow-link MILLISECONDS NAMESPACE NAMESPACE   a wire between two network namespaces on which each packet takes so long, in order.
 *
 * Both get a device named tandem-slow; what is routed into one comes out of the other. It goes to the background as soon as the devices
 * are there. They go, and the routes over them, when it ends, however it ends. A packet beyond the 65,536 that are under way is dropped.
 *
 * Where the kernel has netem that would do; many of those that containers and small machines run have not.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 65536, LONGEST = 2048 };

struct packet {
	int64_t due;
	int length;
	char bytes[];
};

/* What is under way to one side, the oldest first. */
struct way {
	struct packet *packets[MOST];
	unsigned first, end;
};

static struct way ways[2];

static int64_t now(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void fail(const char *what) {
	perror(what);
	exit(1);
}

static int device(const char *namespace) {
	char path[128];
	snprintf(path, sizeof path, "/var/run/netns/%s", namespace);
	int space = open(path, O_RDONLY | O_CLOEXEC);
	if (space < 0 || setns(space, CLONE_NEWNET) < 0) {
		fail(path);
	}
	close(space);
	int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	struct ifreq request = { .ifr_name = "tandem-slow", .ifr_flags = IFF_TUN | IFF_NO_PI };
	if (tun < 0 || ioctl(tun, TUNSETIFF, &request) < 0) {
		fail("/dev/net/tun");
	}
	return tun;
}

static void take(int from, struct way *way, int64_t delay) {
	char bytes[LONGEST];
	ssize_t length;
	while ((length = read(from, bytes, sizeof bytes)) > 0) {
		struct packet *packet = way->end - way->first < MOST ? malloc(sizeof *packet + length) : NULL;
		if (packet) {
			packet->due = now() + delay;
			packet->length = length;
			memcpy(packet->bytes, bytes, length);
			way->packets[way->end++ % MOST] = packet;
		}
	}
}

/* Returns when the next is due; far away if there is none. */
static int64_t give(int to, struct way *way) {
	while (way->first != way->end) {
		struct packet *packet = way->packets[way->first % MOST];
		if (packet->due > now()) {
			return packet->due;
		}
		/* one that the other side does not take is lost, as on any wire */
		if (write(to, packet->bytes, packet->length) < 0) { }
		free(packet);
		way->first++;
	}
	return INT64_MAX;
}

int main(int count, char **words) {
	if (count != 4 || atoi(words[1]) <= 0) {
		fprintf(stderr, "slow-link MILLISECONDS NAMESPACE NAMESPACE\n");
		return 2;
	}
	int64_t delay = atoi(words[1]) * 1000000LL;
	struct pollfd sides[2] = { { .fd = device(words[2]), .events = POLLIN }, { .fd = device(words[3]), .events = POLLIN } };
	if (daemon(0, 0) < 0) {
		fail("daemon");
	}
	for (;;) {
		int64_t next = INT64_MAX;
		for (int side = 0; side < 2; side++) {
			take(sides[side].fd, &ways[1 - side], delay);
			int64_t due = give(sides[side].fd, &ways[side]);
			next = due < next ? due : next;
		}
		int64_t wait = next - now();
		struct timespec time = { .tv_sec = wait / 1000000000LL, .tv_nsec = wait % 1000000000LL };
		ppoll(sides, 2, next == INT64_MAX ? NULL : wait > 0 ? &time : &(struct timespec) { 0 }, NULL);
	}
}
