DROP VIEW `cart_lines`;--> statement-breakpoint
CREATE TABLE `__new_carts` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`stage` text NOT NULL,
	`door` text NOT NULL,
	`is_test` integer DEFAULT false NOT NULL,
	`region_id` text NOT NULL,
	`currency_code` text NOT NULL,
	`channel_id` text NOT NULL,
	`session_id` text,
	`customer_id` text,
	`email` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`completed_at` integer,
	`touched` integer NOT NULL,
	`shape` integer NOT NULL,
	`doc` text NOT NULL,
	CONSTRAINT "carts_version" CHECK("__new_carts"."version" >= 1),
	CONSTRAINT "carts_stage" CHECK("__new_carts"."stage" in ('open', 'frozen', 'completed', 'merged')),
	CONSTRAINT "carts_door" CHECK("__new_carts"."door" in ('medusa', 'brink', 'headless', 'bigcommerce'))
);
--> statement-breakpoint
INSERT INTO `__new_carts`("id", "version", "stage", "door", "is_test", "region_id", "currency_code", "channel_id", "session_id", "customer_id", "email", "created_at", "updated_at", "completed_at", "touched", "shape", "doc") SELECT "id", "version", "stage", "door", false, "region_id", "currency_code", "channel_id", "session_id", "customer_id", "email", "created_at", "updated_at", "completed_at", "touched", "shape", "doc" FROM `carts`;--> statement-breakpoint
DROP TABLE `carts`;--> statement-breakpoint
ALTER TABLE `__new_carts` RENAME TO `carts`;--> statement-breakpoint
CREATE INDEX `carts_session` ON `carts` (`session_id`,`created_at`) WHERE "carts"."session_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `carts_active_session` ON `carts` (`session_id`,`is_test`) WHERE "carts"."door" = 'headless' and "carts"."session_id" is not null and "carts"."stage" in ('open', 'frozen');--> statement-breakpoint
CREATE INDEX `carts_untouched` ON `carts` (`touched`) WHERE "carts"."stage" in ('open', 'merged');--> statement-breakpoint
DROP INDEX `customers_email`;--> statement-breakpoint
ALTER TABLE `customers` ADD `is_test` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `customers_email` ON `customers` (`email`,`has_account`,`is_test`);--> statement-breakpoint
CREATE VIEW `cart_lines` AS select carts.id as cart_id, carts.stage as stage,
  line.value ->> 'id' as line_id, line.value ->> 'kind' as kind, line.value ->> 'variantId' as variant_id,
  line.value ->> 'productId' as product_id, line.value ->> 'sku' as sku, line.value ->> 'title' as title,
  line.value ->> 'quantity' as quantity, line.value ->> 'unitPrice' as unit_price, carts.currency_code as currency_code
  from carts, json_each(carts.doc, '$.lines') as line;
