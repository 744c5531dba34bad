create table incident (
	id         varchar(16)                 primary key,
	active     boolean                     not null,
	opened_at  timestamp(9) with time zone not null,
	changed_at timestamp(9) with time zone not null,
	body       varchar(1048576)            not null
);

create index incident_opened on incident (opened_at);

-- when the incident engine last knew all that there was to know
create table incident_heartbeat (
	id integer                     primary key,
	at timestamp(9) with time zone not null
);
