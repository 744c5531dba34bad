-- what put a campaign in its state, and when; of one that was stored before, its words and events say it
alter table migration add column cause varchar(16) default 'PLAN' not null;
alter table migration add column since timestamp with time zone;

update migration set
	cause = case
		when state = 'HELD' and reason like 'rolled back by itself%' then 'GATE'
		when state = 'STOPPED' and reason like 'emergency stop%' then 'EMERGENCY'
		when state = 'STOPPED' then 'ROLLBACK'
		when state = 'HELD' or reason like 'approved:%' then 'HUMAN'
		else 'PLAN'
	end,
	since = coalesce(
		(select max(e.at) from migration_event e where e.migration_id = migration.id and e.step = ''), started_at);

alter table migration alter column since set not null;
