CREATE TABLE `announcements` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`subject` text NOT NULL,
	`data` text,
	`secret_until` integer,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `announcements_once` ON `announcements` (`subject`) WHERE "announcements"."type" = 'order.placed';--> statement-breakpoint
CREATE INDEX `announcements_at` ON `announcements` (`at`);--> statement-breakpoint
CREATE INDEX `announcements_secret` ON `announcements` (`secret_until`) WHERE "announcements"."secret_until" is not null and "announcements"."data" is not null;--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`announcement_id` text NOT NULL,
	`endpoint_id` text NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`announcement_id`) REFERENCES `announcements`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "deliveries_state" CHECK("deliveries"."state" in ('waiting', 'delivered', 'refused', 'dropped', 'failed'))
);
--> statement-breakpoint
CREATE INDEX `deliveries_open` ON `deliveries` (`state`,`created_at`) WHERE "deliveries"."state" in ('waiting', 'failed');--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_one` ON `deliveries` (`announcement_id`,`endpoint_id`);--> statement-breakpoint
CREATE TABLE `delivery_attempts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`delivery_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`status` integer,
	`error` text,
	`duration_ms` integer NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`delivery_id`) REFERENCES `deliveries`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `delivery_attempts_delivery` ON `delivery_attempts` (`delivery_id`,`id`);