CREATE TABLE `cart_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`cart_id` text NOT NULL,
	`uses_left` integer NOT NULL,
	`query_params` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`cart_id`) REFERENCES `carts`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "cart_links_uses" CHECK("cart_links"."uses_left" >= 0)
);
--> statement-breakpoint
CREATE INDEX `cart_links_cart` ON `cart_links` (`cart_id`);--> statement-breakpoint
CREATE INDEX `cart_links_end` ON `cart_links` (`expires_at`);--> statement-breakpoint
CREATE TABLE `metafields` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`cart_id` text NOT NULL,
	`owner_id` text NOT NULL,
	`permission_set` text NOT NULL,
	`namespace` text NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	`description` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`cart_id`) REFERENCES `carts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `metafields_key` ON `metafields` (`namespace`,`key`);--> statement-breakpoint
CREATE UNIQUE INDEX `metafields_one` ON `metafields` (`cart_id`,`owner_id`,`namespace`,`key`);--> statement-breakpoint
CREATE TABLE `shop_settings` (
	`scope` text PRIMARY KEY NOT NULL,
	`doc` text NOT NULL
);
