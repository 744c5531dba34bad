alter table ledger_epoch add column lost_ranges varchar(1000000) default '' not null;
alter table ledger_epoch add column expected bigint default 0 not null;

alter table ledger_gap add column requested_at timestamp with time zone;
