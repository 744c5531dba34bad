create table health_report (
	machine         varchar(32)                 not null,
	agent           varchar(64)                 not null,
	stored_at       timestamp(9) with time zone not null,
	stream_sequence bigint                      not null,
	kind            varchar(10)                 not null,
	status          varchar(10)                 not null,
	previous_status varchar(10),
	epoch           varchar(64),
	sequence        bigint                      not null,
	report          varchar(131072)             not null,
	primary key (machine, agent, stored_at, stream_sequence)
);

create index health_report_stored on health_report (stored_at);

-- what the history knows of an agent at its position in the stream
create table health_agent (
	machine   varchar(32)                 not null,
	agent     varchar(64)                 not null,
	state     varbinary(1048576)          not null,
	kept_at   timestamp(9) with time zone not null,
	stored_at timestamp(9) with time zone not null,
	primary key (machine, agent)
);

-- up to where a machine's stream has been read into the history
create table health_position (
	machine           varchar(32)                 primary key,
	stream_created_at timestamp(9) with time zone not null,
	sequence          bigint                      not null,
	stored_at         timestamp(9) with time zone not null
);
