/** A safeguard taken away: in `file`, every `find` becomes `replace`, and then a test of `suite` whose name matches `tests` must fail. */
export type Mutant = Readonly<{ name: string; promise: string; file: string; changes: readonly (readonly [find: string, replace: string])[]; suite: string; tests?: string }>;

const SCHEMA = 'libs/event-store/src/postgres-schema.ts';
const QUEUE = 'libs/event-store/src/append-queue.ts';
const CHECKPOINTS = 'libs/messaging/src/checkpoints.ts';
const WEBHOOKS = 'libs/partners/src/webhooks';
const DELIVERY = `${WEBHOOKS}/delivery.int.spec.ts`;
const POSTGRES = 'libs/event-store/src/postgres-event-store.int.spec.ts';
const MANDATES = 'libs/mandates/src';
const HOLDERS = `${MANDATES}/read-models/holders.ts`;
const ORACLE = `${MANDATES}/read-models/holders.int.spec.ts`;
const CLERK = 'what a clerk reads';
const VIEWS = `${MANDATES}/read-models/views.int.spec.ts`;

const READER = 'libs/partners/src/read-models/feed-reader.ts';
const AUDIENCE = 'libs/partners/src/integration/feed-audience.ts';
const WAKER = 'libs/partners/src/read-models/feed-waker.ts';
const STREAMS = 'libs/partners/src/api/feed-streams.api.spec.ts';

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'counter without lock',
    promise: 'P2, P3: one writer at a time hands out positions',
    file: SCHEMA,
    changes: [[' or ${turn(schema)} is null', '']],
    suite: POSTGRES,
    tests: 'positions have no gaps|two processes on one log',
  },
  {
    name: 'positions from a sequence',
    promise: 'P2: the order of positions is the order of commits',
    file: SCHEMA,
    changes: [
      [' or ${turn(schema)} is null', ''],
      ['create table ${schema}.events (', 'create sequence ${schema}.naive; create table ${schema}.events ('],
      ['last_position := coalesce(last_position, 0);', "last_position := nextval('${schema}.naive') - 1;"],
    ],
    suite: POSTGRES,
    tests: 'skips nothing',
  },
  {
    name: 'commandId check removed',
    promise: 'P4: a command is applied once per key',
    file: SCHEMA,
    changes: [
      ['create unique index ${COMMAND_INDEX}', 'create index ${COMMAND_INDEX}'],
      ['if earlier > 0 then', 'if false then'],
    ],
    suite: POSTGRES,
    tests: 'PostgresEventStore keeps the contract of the event store applies a command once',
  },
  {
    name: 'batch outcome mixed up',
    promise: 'P1: each writer is told what became of its own append',
    file: QUEUE,
    changes: [['outcomes[index] as', 'outcomes[batch.length - 1 - index] as']],
    suite: POSTGRES,
    tests: 'share a transaction|leaves a history without gaps',
  },
  {
    name: 'a stream in two batches at once',
    promise: 'P3: the outcome of an append is known before the next one of its stream is judged',
    file: QUEUE,
    changes: [['if (full || streams.has(stream)) later.push(waiting);', 'if (full) later.push(waiting);']],
    suite: 'libs/event-store/src/append-queue.spec.ts',
  },
  {
    name: 'expected revision not checked',
    promise: 'P3: an append lands where its writer thought the stream was',
    file: SCHEMA,
    changes: [['elsif expected = tip or expected = -2 then', 'else'], ['elsif expected[i] = tips[i] or expected[i] = -2 then', 'elsif true then']],
    suite: POSTGRES,
    tests: 'PostgresEventStore keeps the contract of the event store expects a revision',
  },
  {
    name: 'a lost answer is not asked for again',
    promise: 'P4: an append whose answer was lost counts once and is acknowledged',
    file: 'libs/event-store/src/postgres-event-store.ts',
    changes: [['if (error instanceof pg.DatabaseError) return /', 'return false;\n    if (error instanceof pg.DatabaseError) return /']],
    suite: POSTGRES,
    tests: 'counts an append once whose answer was lost',
  },
  {
    name: 'checkpoint before handling',
    promise: 'P5: a page and its checkpoint are kept or lost together',
    file: CHECKPOINTS,
    changes: [
      [
        'if (events.length > 0) await apply(events, tx);',
        `await tx.query('UPDATE checkpoints SET position = $3 WHERE follower = $1 AND source = $2', [follower, page.source, page.upTo]);
    await tx.query('COMMIT');
    await tx.query('BEGIN');
    if (events.length > 0) await apply(events, tx);`,
      ],
    ],
    suite: 'libs/messaging/src/follower.int.spec.ts',
  },
  {
    name: 'rights not asked at reading',
    promise: 'P7: who left a case reads nothing of it any more',
    file: READER,
    changes: [['mayRead(part, { type, revision }, today)', '(mayRead(part, { type, revision }, today) || true)']],
    suite: 'libs/partners/src/api/feed-paths.api.spec.ts',
  },
  {
    name: 'the past always shown',
    promise: 'P7: of the time before its acceptance an agency reads what its invitation shows',
    file: AUDIENCE,
    changes: [["past === 'all' || revision", "true || revision"]],
    suite: 'libs/partners/src/integration/feed-audience.spec.ts',
  },
  {
    name: 'the past of a case shown in its timeline',
    promise: 'P7: of the time before its acceptance an agency reads what its invitation shows',
    file: 'libs/cases/src/read-models/seen-cases.ts',
    changes: [["AND ($6 = 'all' OR", "AND (true OR"]],
    suite: 'libs/cases/src/api/cases.api.spec.ts',
    tests: 'the time before an agency accepted',
  },
  {
    name: 'digest of a cursor not compared',
    promise: 'P6: a cursor goes on only where the same lies before it',
    file: READER,
    changes: [['here?.place.sequence !== after.sequence || here.place.digest !== after.digest', 'here?.place.sequence !== after.sequence']],
    suite: STREAMS,
    tests: 'begin again|numbered anew',
  },
  {
    name: 'a change forgotten while reading',
    promise: 'P6: a stream that was told of news while it read looks again',
    file: WAKER,
    changes: [['    this.news = true;\n', '    if (this.wake) this.news = true;\n']],
    suite: 'libs/partners/src/read-models/feed-waker.spec.ts',
  },
  {
    name: 'a slow client read for',
    promise: 'a client that takes nothing costs a page of memory',
    file: 'libs/partners/src/api/feed-streams.ts',
    changes: [['if (this.blockedSince !== undefined) await this.taken();', '']],
    suite: STREAMS,
    tests: 'takes nothing',
  },
  {
    name: 'a line of deliveries without lease',
    promise: 'P6: one process at a time delivers a subscription, in order',
    file: `${WEBHOOKS}/lines.ts`,
    changes: [['line.leased_until < now() AND ', '']],
    suite: DELIVERY,
    tests: 'one message at a time',
  },
  {
    name: 'a lost lease still writes',
    promise: 'P6: what is in the books was written by who had the line',
    file: `${WEBHOOKS}/lines.ts`,
    changes: [['WHERE city = $1 AND subscription_id = $2 AND lease = $3\n       RETURNING numbered', 'WHERE city = $1 AND subscription_id = $2 AND $3 = $3\n       RETURNING numbered']],
    suite: DELIVERY,
    tests: 'lost its lease',
  },
  {
    name: 'cursor before acknowledgement',
    promise: 'P6: a partner gets every matching event at least once',
    file: `${WEBHOOKS}/delivery.worker.ts`,
    changes: [['{ ...step, fresh, withheld, letGo: false }', '{ ...step, progress: { ...step.progress, cursor: page.next, sequence: page.upTo }, fresh, withheld, letGo: false }']],
    suite: DELIVERY,
    tests: 'not acknowledged',
  },
  {
    name: 'address looked up again',
    promise: 'nothing is sent to an address that was not checked, also when a name changes its address in between',
    file: `${WEBHOOKS}/outgoing.ts`,
    changes: [['this.addresses(hostname).then(\n      (addresses)', 'this.addresses(hostname).then(() => this.resolve(hostname)).then(\n      (addresses)']],
    suite: `${WEBHOOKS}/outgoing.int.spec.ts`,
    tests: 'whatever the name stands for',
  },
  {
    name: 'slot granted twice',
    promise: 'P9: at most one mandate holder per slot at any moment',
    file: `${MANDATES}/domain/rules.ts`,
    changes: [['if (!slot) continue;', 'if (slot || !slot) continue;']],
    suite: ORACLE,
    tests: CLERK,
  },
  {
    name: 'confirmation without effect',
    promise: 'P9: a confirmed grant is held by the decision that confirms it, from its first day on',
    file: `${MANDATES}/domain/schedule.ts`,
    changes: [['sameDecision(holding.decision, before) ?', '!holding.decision && sameDecision(holding.decision, before) ?']],
    suite: ORACLE,
    tests: CLERK,
  },
  {
    name: 'confirmation for everybody',
    promise: 'who came to a mandate by another decision still has that one when the grant is confirmed',
    file: `${MANDATES}/domain/schedule.ts`,
    changes: [['sameDecision(holding.decision, before) ?', '(holding || sameDecision(holding, before)) ?']],
    suite: `${MANDATES}/domain/proposals.spec.ts`,
    tests: 'whoever is there',
  },
  {
    name: 'correction forgets what followed',
    promise: 'a correction reaches all that follows from the fact',
    file: `${MANDATES}/domain/mandate-history.ts`,
    changes: [["event.type === 'FactCorrected' ? stated(facts) : after(mandate, event)", 'after(mandate, event)']],
    suite: ORACLE,
    tests: CLERK,
  },
  {
    name: 'correction that was taken back counts',
    promise: 'a correction of a correction takes it back',
    file: `${MANDATES}/domain/mandate-history.ts`,
    changes: [['|| gone.has(index + 1)', '']],
    suite: `${MANDATES}/domain/corrections.spec.ts`,
    tests: 'a correction of a correction',
  },
  {
    name: 'belief kept a day too long',
    promise: 'P9: periods are half-open, in both times',
    file: HOLDERS,
    changes: [['belief.until > from ? { ...belief, until: from }', 'belief.until > from ? { ...belief, until: belief.until }']],
    suite: ORACLE,
    tests: CLERK,
  },
  {
    name: 'belief overwritten',
    promise: 'what was known before a change can be asked for ever',
    file: HOLDERS,
    changes: [['UPDATE holding SET known = tstzrange(lower(known), $2) WHERE id = ANY ($1)', 'DELETE FROM holding WHERE id = ANY ($1) AND $2::text IS NOT NULL']],
    suite: ORACLE,
    tests: CLERK,
  },
  {
    name: 'end of the day in UTC',
    promise: 'a date is a calendar date in Brussels',
    file: HOLDERS,
    changes: [["AT TIME ZONE 'Europe/Brussels'", "AT TIME ZONE 'UTC'"]],
    suite: ORACLE,
    tests: 'midnight in Brussels',
  },
  {
    name: 'suspended one acts',
    promise: 'nobody holds a suspended mandate',
    file: `${MANDATES}/domain/schedule.ts`,
    changes: [['...(suspended && { suspended: true as const })', '...(suspended && { suspended: undefined })']],
    suite: ORACLE,
    tests: CLERK,
  },
  {
    name: 'accepted unseen',
    promise: 'R28: who accepts on a preview takes over what it has seen',
    file: `${MANDATES}/domain/transfers.ts`,
    changes: [['if (!previewed) return;', 'if (previewed || !previewed) return;']],
    suite: `${MANDATES}/domain/transfers.spec.ts`,
  },
  {
    name: 'planned change planned over',
    promise: 'nothing that was decided is lost without a word',
    file: `${MANDATES}/domain/rules.ts`,
    changes: [['if (on < last.period.from && mandate.holdings.length > 1)', 'if (on < last.period.from && mandate.holdings.length > 99)']],
    suite: `${MANDATES}/domain/changes.spec.ts`,
  },
  {
    name: 'narrowed behind the back of a case',
    promise: 'each open case of the slots follows',
    file: 'libs/cases/src/integration/consumes.ts',
    changes: [["    case 'be.regie.mandate.narrowed.v1':\n", '']],
    suite: 'libs/cases/src/integration/follow-register.int.spec.ts',
    tests: 'what changes in a mandate',
  },
  {
    name: 'client: an old delivery is taken',
    promise: 'P6: a partner can tell what the hub sent just now from what somebody kept',
    file: 'libs/client/src/webhook.ts',
    changes: [['Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_S', 'false']],
    suite: 'libs/client/src/webhook.spec.ts',
    tests: 'what was sent longer ago|what comes from later',
  },
  {
    name: 'client: the body is not in what is verified',
    promise: 'P6: what a partner takes for a delivery is what the hub sent',
    file: 'libs/client/src/webhook.ts',
    changes: [["Buffer.concat([Buffer.from(`${id}.${timestamp}.`), bytes])", "Buffer.concat([Buffer.from(`${id}.${timestamp}.`), bytes.subarray(0, -1)])"]],
    suite: 'libs/client/src/webhook.spec.ts',
    tests: 'is verified with|another body',
  },
  {
    name: 'client: a cursor that is not known is an error',
    promise: 'P6: a partner gets every event, or sees why not',
    file: 'libs/client/src/feed.ts',
    changes: [["error.code === 'feed.cursor-unknown'", "error.code === 'feed.cursor-gone'"]],
    suite: 'libs/client/src/feed.spec.ts',
    tests: 'begins again',
  },
  {
    name: 'client: a stream that breaks is read from where it began',
    promise: 'P6: a partner gets every event once, as long as the line holds or comes back',
    file: 'libs/client/src/feed.ts',
    changes: [['        cursor = step.cursor;\n', '']],
    suite: 'libs/client/src/feed.spec.ts',
    tests: 'goes on behind its last id',
  },
  {
    name: 'gap of a case begins where it was told last',
    promise: 'a case is without coordination since the day on which the last stretch ended',
    file: `${MANDATES}/read-models/case-gaps.ts`,
    changes: [['SELECT coalesce(max(least(before.until, next."from"))', 'SELECT coalesce(max(before.until)']],
    suite: VIEWS,
    tests: 'cases that nobody coordinates',
  },
  {
    name: 'cases shown to everybody',
    promise: 'P7: that a case exists is shown to who oversees it',
    file: `${MANDATES}/read-models/gaps.ts`,
    changes: [[").view === 'oversight'", ").view !== 'full'"]],
    suite: `${MANDATES}/api/views.api.spec.ts`,
    tests: 'the gaps',
  },
  {
    name: 'drafts of others among the overlaps',
    promise: 'P7: a draft is known to its own agency',
    file: `${MANDATES}/read-models/overlaps.ts`,
    changes: [["mandate.status = 'draft' AND mandate.drafted_by = $4", "mandate.status = 'draft' AND $4::text IS NOT NULL"]],
    suite: `${MANDATES}/api/views.api.spec.ts`,
    tests: 'what stands in the way of a grant',
  },
  {
    name: 'formula in the export',
    promise: 'no spreadsheet takes a field of the register for a formula',
    file: `${MANDATES}/api/export/register-csv.ts`,
    changes: [['text.split(/([;\\t\\r\\n])/)', '[text]']],
    suite: `${MANDATES}/api/export/register-export.spec.ts`,
    tests: 'formula',
  },
  {
    name: 'half an import',
    promise: 'an old register is brought in whole, or not at all',
    file: `${MANDATES}/domain/imports.ts`,
    changes: [["if (rows.length > 0) throw", "if (rows.length > 0 && events.length === 0) throw"]],
    suite: `${MANDATES}/domain/imports.spec.ts`,
    tests: 'all or nothing',
  },
];
