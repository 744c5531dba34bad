-- what people were told once of the time in which nothing was known
create table incident_summary (
	id         varchar(100)                primary key,
	started_at timestamp(9) with time zone not null,
	body       varchar(65536)              not null
);
