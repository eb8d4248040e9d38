CREATE TABLE `remembered_taxes` (
	`question` text PRIMARY KEY NOT NULL,
	`situation` text NOT NULL,
	`taxes` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `remembered_taxes_situation` ON `remembered_taxes` (`situation`,`at`);--> statement-breakpoint
CREATE INDEX `remembered_taxes_at` ON `remembered_taxes` (`at`);--> statement-breakpoint
ALTER TABLE `tax_quotes` ADD `question` text DEFAULT '' NOT NULL;