CREATE TABLE `carts` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`stage` text NOT NULL,
	`door` text NOT NULL,
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
	CONSTRAINT "carts_version" CHECK("carts"."version" >= 1),
	CONSTRAINT "carts_stage" CHECK("carts"."stage" in ('open', 'frozen', 'completed')),
	CONSTRAINT "carts_door" CHECK("carts"."door" in ('medusa', 'brink', 'headless', 'bigcommerce'))
);
--> statement-breakpoint
CREATE INDEX `carts_session` ON `carts` (`session_id`,`created_at`) WHERE "carts"."session_id" is not null;--> statement-breakpoint
CREATE INDEX `carts_untouched` ON `carts` (`touched`) WHERE "carts"."stage" = 'open';--> statement-breakpoint
CREATE TABLE `channels` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`number` integer NOT NULL,
	`doc` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `channels_id_unique` ON `channels` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `channels_number_unique` ON `channels` (`number`);--> statement-breakpoint
CREATE TABLE `checkout_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`checkout_id` text NOT NULL,
	`from_state` text,
	`to_state` text NOT NULL,
	`why` text NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`checkout_id`) REFERENCES `checkouts`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "checkout_events_move" CHECK(coalesce("checkout_events"."from_state", '') || '>' || "checkout_events"."to_state" in ('>accepted', 'accepted>taxed', 'accepted>failed', 'accepted>canceled', 'accepted>expired', 'taxed>authorizing', 'taxed>authorized', 'taxed>failed', 'taxed>canceled', 'taxed>expired', 'authorizing>authorized', 'authorizing>requires_action', 'authorizing>payment_unknown', 'authorizing>failed', 'requires_action>authorizing', 'requires_action>failed', 'requires_action>canceled', 'requires_action>expired', 'payment_unknown>authorizing', 'payment_unknown>authorized', 'payment_unknown>requires_action', 'payment_unknown>failed', 'authorized>completed', 'authorized>failed')),
	CONSTRAINT "checkout_events_by" CHECK("checkout_events"."by" in ('shopper', 'job', 'webhook', 'operator'))
);
--> statement-breakpoint
CREATE INDEX `checkout_events_checkout` ON `checkout_events` (`checkout_id`,`id`);--> statement-breakpoint
CREATE TABLE `checkouts` (
	`id` text PRIMARY KEY NOT NULL,
	`cart_id` text NOT NULL,
	`state` text NOT NULL,
	`order_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`shape` integer NOT NULL,
	`doc` text NOT NULL,
	FOREIGN KEY (`cart_id`) REFERENCES `carts`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "checkouts_state" CHECK("checkouts"."state" in ('accepted', 'taxed', 'authorizing', 'requires_action', 'payment_unknown', 'authorized', 'completed', 'failed', 'canceled', 'expired')),
	CONSTRAINT "checkouts_order" CHECK(("checkouts"."state" = 'completed') = ("checkouts"."order_id" is not null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `checkouts_live` ON `checkouts` (`cart_id`) WHERE "checkouts"."state" in ('accepted', 'taxed', 'authorizing', 'requires_action', 'payment_unknown', 'authorized');--> statement-breakpoint
CREATE INDEX `checkouts_cart` ON `checkouts` (`cart_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `checkouts_idle` ON `checkouts` (`state`,`updated_at`) WHERE "checkouts"."state" in ('accepted', 'taxed', 'authorizing', 'requires_action', 'payment_unknown', 'authorized');--> statement-breakpoint
CREATE TABLE `collections` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`handle` text NOT NULL,
	`doc` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `collections_id_unique` ON `collections` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `collections_handle_unique` ON `collections` (`handle`);--> statement-breakpoint
CREATE TABLE `customers` (
	`id` text PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	`email` text NOT NULL,
	`has_account` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`doc` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `customers_number_unique` ON `customers` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `customers_email` ON `customers` (`email`,`has_account`);--> statement-breakpoint
CREATE TABLE `discount_uses` (
	`checkout_id` text NOT NULL,
	`discount_id` text NOT NULL,
	`state` text NOT NULL,
	PRIMARY KEY(`checkout_id`, `discount_id`),
	FOREIGN KEY (`checkout_id`) REFERENCES `checkouts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`discount_id`) REFERENCES `discounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "discount_uses_state" CHECK("discount_uses"."state" in ('held', 'used', 'released'))
);
--> statement-breakpoint
CREATE INDEX `discount_uses_discount` ON `discount_uses` (`discount_id`,`state`);--> statement-breakpoint
CREATE TABLE `discounts` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`code` text NOT NULL,
	`usage_limit` integer,
	`held` integer DEFAULT 0 NOT NULL,
	`used` integer DEFAULT 0 NOT NULL,
	`doc` text NOT NULL,
	CONSTRAINT "discounts_counters" CHECK("discounts"."held" >= 0 and "discounts"."used" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `discounts_id_unique` ON `discounts` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `discounts_code_unique` ON `discounts` (`code`);--> statement-breakpoint
CREATE TABLE `gift_card_entries` (
	`checkout_id` text NOT NULL,
	`gift_card_id` text NOT NULL,
	`kind` text NOT NULL,
	`amount` integer NOT NULL,
	`is_final` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`checkout_id`, `gift_card_id`, `kind`),
	FOREIGN KEY (`checkout_id`) REFERENCES `checkouts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`gift_card_id`) REFERENCES `gift_cards`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "gift_card_entries_kind" CHECK("gift_card_entries"."kind" in ('redeem', 'release')),
	CONSTRAINT "gift_card_entries_amount" CHECK("gift_card_entries"."amount" > 0)
);
--> statement-breakpoint
CREATE INDEX `gift_card_entries_card` ON `gift_card_entries` (`gift_card_id`);--> statement-breakpoint
CREATE TABLE `gift_cards` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`code` text NOT NULL,
	`initial` integer NOT NULL,
	`balance` integer NOT NULL,
	`is_disabled` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`doc` text NOT NULL,
	CONSTRAINT "gift_cards_balance" CHECK("gift_cards"."balance" >= 0 and "gift_cards"."balance" <= "gift_cards"."initial")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `gift_cards_id_unique` ON `gift_cards` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `gift_cards_code_unique` ON `gift_cards` (`code`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`cart_id` text,
	`checkout_id` text,
	`state` text NOT NULL,
	`attempt` integer DEFAULT 0 NOT NULL,
	`dispatch` integer DEFAULT 1 NOT NULL,
	`run_at` integer NOT NULL,
	`rung_at` integer NOT NULL,
	`lease_token` text,
	`lease_until` integer,
	`last_error` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`due_at` integer GENERATED ALWAYS AS (case "state" when 'available' then "run_at" when 'running' then "lease_until" end) VIRTUAL,
	CONSTRAINT "jobs_state" CHECK("jobs"."state" in ('available', 'running', 'done', 'dead')),
	CONSTRAINT "jobs_lease" CHECK(("jobs"."state" = 'running') = ("jobs"."lease_token" is not null) and ("jobs"."lease_token" is null) = ("jobs"."lease_until" is null))
);
--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`due_at`) WHERE "jobs"."due_at" is not null;--> statement-breakpoint
CREATE INDEX `jobs_cart` ON `jobs` (`cart_id`,`kind`) WHERE "jobs"."state" in ('available', 'running');--> statement-breakpoint
CREATE INDEX `jobs_done` ON `jobs` (`updated_at`) WHERE "jobs"."state" = 'done';--> statement-breakpoint
CREATE TABLE `orders` (
	`id` text PRIMARY KEY NOT NULL,
	`display_id` integer NOT NULL,
	`cart_id` text NOT NULL,
	`checkout_id` text NOT NULL,
	`status` text NOT NULL,
	`payment_status` text NOT NULL,
	`customer_id` text,
	`email` text NOT NULL,
	`currency_code` text NOT NULL,
	`total` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`shape` integer NOT NULL,
	`doc` text NOT NULL,
	FOREIGN KEY (`cart_id`) REFERENCES `carts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`checkout_id`) REFERENCES `checkouts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "orders_status" CHECK("orders"."status" in ('pending', 'completed', 'canceled')),
	CONSTRAINT "orders_payment_status" CHECK("orders"."payment_status" in ('awaiting', 'captured', 'partially_refunded', 'refunded', 'canceled')),
	CONSTRAINT "orders_total" CHECK("orders"."total" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_display_id_unique` ON `orders` (`display_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `orders_cart_id_unique` ON `orders` (`cart_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `orders_checkout_id_unique` ON `orders` (`checkout_id`);--> statement-breakpoint
CREATE INDEX `orders_customer` ON `orders` (`customer_id`,`created_at`) WHERE "orders"."customer_id" is not null;--> statement-breakpoint
CREATE TABLE `products` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`number` integer NOT NULL,
	`handle` text NOT NULL,
	`title` text NOT NULL,
	`status` text NOT NULL,
	`is_giftcard` integer NOT NULL,
	`collection_id` text,
	`tags` text NOT NULL,
	`searched` text NOT NULL,
	`doc` text NOT NULL,
	CONSTRAINT "products_status" CHECK("products"."status" in ('draft', 'proposed', 'published', 'rejected'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `products_id_unique` ON `products` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `products_number_unique` ON `products` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `products_handle_unique` ON `products` (`handle`);--> statement-breakpoint
CREATE INDEX `products_collection` ON `products` (`collection_id`);--> statement-breakpoint
CREATE TABLE `variants` (
	`id` text PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	`product_id` text NOT NULL,
	`sku` text,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `variants_number_unique` ON `variants` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `variants_sku_unique` ON `variants` (`sku`);--> statement-breakpoint
CREATE INDEX `variants_product` ON `variants` (`product_id`);--> statement-breakpoint
CREATE TABLE `receipts` (
	`scope` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`checkout_id` text,
	`status` integer,
	`body` blob,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`key`, `scope`),
	CONSTRAINT "receipts_answer" CHECK(("receipts"."status" is null) = ("receipts"."body" is null))
);
--> statement-breakpoint
CREATE TABLE `regions` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`doc` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `regions_id_unique` ON `regions` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `regions_name_unique` ON `regions` (`name`);--> statement-breakpoint
CREATE TABLE `shipping_options` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`region_id` text NOT NULL,
	`profile_id` text NOT NULL,
	`doc` text NOT NULL,
	FOREIGN KEY (`region_id`) REFERENCES `regions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`profile_id`) REFERENCES `shipping_profiles`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shipping_options_id_unique` ON `shipping_options` (`id`);--> statement-breakpoint
CREATE INDEX `shipping_options_region` ON `shipping_options` (`region_id`);--> statement-breakpoint
CREATE INDEX `shipping_options_profile` ON `shipping_options` (`profile_id`);--> statement-breakpoint
CREATE TABLE `shipping_profiles` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`key` text NOT NULL,
	`doc` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shipping_profiles_id_unique` ON `shipping_profiles` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `shipping_profiles_key_unique` ON `shipping_profiles` (`key`);--> statement-breakpoint
CREATE TABLE `stock` (
	`variant_id` text PRIMARY KEY NOT NULL,
	`initial` integer NOT NULL,
	`on_hand` integer NOT NULL,
	`reserved` integer DEFAULT 0 NOT NULL,
	`sold` integer DEFAULT 0 NOT NULL,
	`backordered` integer DEFAULT 0 NOT NULL,
	CONSTRAINT "stock_on_hand" CHECK("stock"."on_hand" >= 0),
	CONSTRAINT "stock_reserved" CHECK("stock"."reserved" >= 0 and "stock"."reserved" <= "stock"."on_hand"),
	CONSTRAINT "stock_sold" CHECK("stock"."sold" >= 0),
	CONSTRAINT "stock_backordered" CHECK("stock"."backordered" >= 0),
	CONSTRAINT "stock_adds_up" CHECK("stock"."initial" = "stock"."on_hand" + "stock"."sold")
);
--> statement-breakpoint
CREATE TABLE `stock_holds` (
	`checkout_id` text NOT NULL,
	`variant_id` text NOT NULL,
	`quantity` integer NOT NULL,
	`beyond` integer NOT NULL,
	`state` text NOT NULL,
	PRIMARY KEY(`checkout_id`, `variant_id`),
	FOREIGN KEY (`checkout_id`) REFERENCES `checkouts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`variant_id`) REFERENCES `stock`(`variant_id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "stock_holds_quantity" CHECK("stock_holds"."quantity" >= 0 and "stock_holds"."beyond" >= 0),
	CONSTRAINT "stock_holds_state" CHECK("stock_holds"."state" in ('held', 'sold', 'released'))
);
--> statement-breakpoint
CREATE INDEX `stock_holds_variant` ON `stock_holds` (`variant_id`) WHERE "stock_holds"."state" = 'held';--> statement-breakpoint
CREATE TABLE `catalog_revision` (
	`id` integer PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	CONSTRAINT "catalog_revision_one" CHECK("catalog_revision"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `store_profile` (
	`id` integer PRIMARY KEY NOT NULL,
	`doc` text NOT NULL,
	CONSTRAINT "store_profile_one" CHECK("store_profile"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `tax_quotes` (
	`cart_id` text PRIMARY KEY NOT NULL,
	`cart_version` integer NOT NULL,
	`taxes` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`cart_id`) REFERENCES `carts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE VIEW `cart_lines` AS select carts.id as cart_id, carts.stage as stage,
  line.value ->> 'id' as line_id, line.value ->> 'kind' as kind, line.value ->> 'variantId' as variant_id,
  line.value ->> 'productId' as product_id, line.value ->> 'sku' as sku, line.value ->> 'title' as title,
  line.value ->> 'quantity' as quantity, line.value ->> 'unitPrice' as unit_price, carts.currency_code as currency_code
  from carts, json_each(carts.doc, '$.lines') as line;--> statement-breakpoint
CREATE VIEW `order_lines` AS select orders.id as order_id, orders.display_id as display_id,
  line.value ->> 'id' as line_id, line.value ->> 'kind' as kind, line.value ->> 'variantId' as variant_id,
  line.value ->> 'productId' as product_id, line.value ->> 'sku' as sku, line.value ->> 'title' as title,
  line.value ->> 'quantity' as quantity, line.value ->> 'unitPrice' as unit_price,
  billed.value ->> 'discountTotal' as discount_total, billed.value ->> 'taxTotal' as tax_total,
  billed.value ->> 'total' as total, orders.currency_code as currency_code, orders.created_at as created_at
  from orders, json_each(orders.doc, '$.cart.lines') as line
  left join json_each(orders.doc, '$.bill.lines') as billed on billed.value ->> 'lineId' = line.value ->> 'id';