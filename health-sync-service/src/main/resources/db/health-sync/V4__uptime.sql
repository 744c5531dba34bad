-- what was seen of each machine's availability: runs of seconds that were alike
create table uptime_run (
	id      varchar(60)                 primary key,
	target  varchar(32)                 not null,
	up      boolean                     not null,
	reason  varchar(200)                not null,
	from_at timestamp(9) with time zone not null,
	to_at   timestamp(9) with time zone not null
);
create index uptime_run_ends on uptime_run (to_at);
