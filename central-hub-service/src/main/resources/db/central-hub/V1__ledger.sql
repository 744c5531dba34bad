create table ledger_epoch (
	id                varchar(200)             primary key,
	kind              varchar(10)              not null,
	origin            varchar(64)              not null,
	epoch             varchar(64)              not null,
	baseline          bigint                   not null,
	known_ranges      varchar(1000000)         not null,
	duplicated        bigint                   not null,
	late              bigint                   not null,
	refused           bigint                   not null,
	forgotten         bigint                   not null,
	forgotten_up_to   bigint                   not null,
	first_seen        timestamp with time zone not null,
	last_seen         timestamp with time zone not null,
	highest_stored_at timestamp(9) with time zone
);

create table ledger_gap (
	id             bigint                   primary key,
	kind           varchar(10)              not null,
	origin         varchar(64)              not null,
	epoch          varchar(64)              not null,
	first_sequence bigint                   not null,
	last_sequence  bigint                   not null,
	remaining      bigint                   not null,
	state          varchar(10)              not null,
	reason         varchar(500)             not null,
	opened_at      timestamp with time zone not null,
	closed_at      timestamp with time zone
);

create index ledger_gap_state on ledger_gap (state);
create index ledger_gap_origin on ledger_gap (origin, id);
create index ledger_gap_closed_at on ledger_gap (closed_at);
