CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`cart_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`shape` integer NOT NULL,
	`doc` text NOT NULL,
	FOREIGN KEY (`cart_id`) REFERENCES `carts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `drafts_cart` ON `drafts` (`cart_id`,`created_at`);--> statement-breakpoint
ALTER TABLE `carts` ADD `ends_at` integer;--> statement-breakpoint
CREATE INDEX `carts_ending` ON `carts` (`ends_at`) WHERE "carts"."ends_at" is not null and "carts"."stage" in ('open', 'merged');