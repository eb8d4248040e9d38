CREATE TABLE `inbox` (
	`provider` text NOT NULL,
	`event_id` text NOT NULL,
	`type` text NOT NULL,
	`checkout_id` text,
	`reference` text,
	`state` text NOT NULL,
	`received_at` integer NOT NULL,
	`ended_at` integer,
	PRIMARY KEY(`provider`, `event_id`),
	CONSTRAINT "inbox_state" CHECK("inbox"."state" in ('waiting', 'handled', 'ignored')),
	CONSTRAINT "inbox_ended_at" CHECK(("inbox"."state" = 'waiting') = ("inbox"."ended_at" is null))
);
--> statement-breakpoint
CREATE INDEX `inbox_waiting` ON `inbox` (`received_at`) WHERE "inbox"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX `inbox_ended` ON `inbox` (`ended_at`) WHERE "inbox"."ended_at" is not null;
