create table failover_decision (
	id           bigint                      primary key,
	epoch        varchar(36)                 not null,
	decided_at   timestamp(9) with time zone not null,
	kind         varchar(10)                 not null,
	tier         varchar(100),
	from_value   varchar(100)                not null,
	to_value     varchar(100)                not null,
	trigger_word varchar(100)                not null,
	why          varchar(2000)               not null,
	evidence     varchar(1000000)            not null,
	stored_at    timestamp(9) with time zone not null,
	published_at timestamp(9) with time zone
);

create index failover_decision_published on failover_decision (published_at, id);
create index failover_decision_kind on failover_decision (kind, id);
create index failover_decision_decided on failover_decision (decided_at);

create table failover_incident (
	id               varchar(36)                 primary key,
	severity         varchar(10)                 not null,
	opened_by        bigint                      not null,
	opened_at        timestamp(9) with time zone not null,
	closed_by        bigint,
	closed_at        timestamp(9) with time zone,
	last_decision    bigint                      not null,
	moves            integer                     not null,
	tier             varchar(100)                not null,
	why              varchar(2000)               not null,
	opened_published boolean                     not null,
	closed_published boolean                     not null,
	resolved_sent    boolean                     not null,
	live             boolean                     not null
);

create index failover_incident_opened on failover_incident (opened_at);
create index failover_incident_live on failover_incident (live);

create table failover_override (
	id       integer                     primary key,
	tier     varchar(100),
	reason   varchar(2000)               not null,
	since_at timestamp(9) with time zone not null,
	until_at timestamp(9) with time zone not null
);
