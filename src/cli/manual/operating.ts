import type { Page } from './page.ts'

/** Commands with which operators see and repair. */
export const operatingPages = {
  keys: {
    text: [
      'API keys of storefronts and programs. A publishable key is for browsers, a secret one for your own servers and /admin, a management token for the X-Auth-Token of the BigCommerce API. A key is shown once, when it is made; what is kept is a hash. A running server heeds every change with its next request.',
    ],
    words: [
      ['create', 'make a key of --kind and print it; its id goes to standard error'],
      ['list', 'every key with its id, kind, beginning, age and state'],
      ['revoke ID', 'the key with that id opens nothing any more'],
    ],
    examples: [
      ['cartwright keys create --kind publishable --name storefront', 'for a storefront'],
      ['cartwright keys list', 'which keys are there?'],
      ['cartwright keys revoke key_01KCV9T3XQ0000000000000000', 'one that leaked'],
    ],
    settings: ['DATA_DIR'],
    done: 'it is done',
    failed: 'there is no such key, or the database could not be opened',
  },
  jobs: {
    text: [
      'The work that the shop has promised: payments to be asked for, taxes, webhooks. It tries each again by itself, later and later; what failed for good is "dead" and waits for a person. Works beside a running server, with BullMQ as without: the promises are in the database.',
    ],
    words: [
      ['ls', 'up to a hundred of them'],
      ['show ID', 'one job: payload, attempts, last error'],
      ['retry ID', 'run that job again, from its first attempt'],
      ['retry dead', 'the same for all that failed for good'],
      ['drain', 'wait until nothing is due and nothing runs; the server has to be running'],
    ],
    examples: [
      ['cartwright jobs ls --state dead', 'what needs a person?'],
      ['cartwright jobs retry dead', 'after the cause is gone'],
      ['cartwright jobs drain --seconds 30', 'before a move to another machine'],
    ],
    settings: ['DATA_DIR'],
    done: 'it is done; drain: nothing is left',
    failed: 'there is no such job; drain: something was left when the time was over',
  },
  checkouts: {
    text: [
      'A checkout turns one cart into one order. See where each stands, what happened to it and why, and put it right. Works beside a running server.',
    ],
    words: [
      ['ls', 'those that have not ended, or those in --state; up to a hundred'],
      ['show ID', 'one with everything that happened to it'],
      ['retry ID', 'what it waits for is tried now'],
      ['cancel ID', 'ends it and opens the cart again; refused while a payment is under way'],
    ],
    examples: [
      ['cartwright checkouts ls', 'what is under way, and for how long?'],
      ['cartwright checkouts ls --state payment_unknown --json', 'for a program'],
      ['cartwright checkouts show chk_01KCV9T3XQ0000000000000000', 'why is it stuck?'],
    ],
    settings: ['DATA_DIR'],
    done: 'it is done',
    failed: 'there is no such checkout, or it is too late for that',
  },
  doctor: {
    text: [
      'Looks through the whole database for what does not add up: stock against its holds, balances against their ledgers, checkouts that were left behind, references that lead nowhere; and at the settings of Redis, if REDIS_URL is set. Without --fix nothing is changed. Works beside a running server.',
    ],
    words: [],
    examples: [
      ['cartwright doctor', 'a sentence per finding, or "all is well"'],
      ['cartwright doctor --fix', 'mend what follows from the rows, then look again'],
    ],
    settings: ['DATA_DIR', 'REDIS_URL'],
    done: 'all is well',
    failed: 'there are findings, or it could not look',
  },
  reconcile: {
    text: [
      'Asks the payment providers for their payments and compares them with the orders: paid and no order, an order and no payment, another amount. It names each difference and changes nothing. Run it once a day, and after every restore; /metrics has its last result.',
    ],
    words: [],
    examples: [
      ['cartwright reconcile', 'the last three days'],
      ['cartwright reconcile --since 30d --json', 'the last month, for a program'],
    ],
    settings: ['DATA_DIR', 'STRIPE_SECRET_KEY', 'HTTP_GATEWAY_URL', 'HTTP_GATEWAY_SECRET'],
    done: 'payments and orders agree',
    failed: 'they do not, or a provider could not be asked',
  },
} as const satisfies Record<string, Page>
