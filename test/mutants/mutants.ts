/**
 * A source change that removes one safeguard: every `find` becomes `replace`, in `file` or in the file of the change.
 * At least one test of `suite` whose title matches `tests` must then fail.
 */
export type Mutant = Readonly<{
  name: string;
  promise: string;
  file: string;
  changes: readonly (readonly [find: string, replace: string, file?: string])[];
  suite: string;
  tests?: string;
}>;

const TIMELINE = 'libs/kernel/src/timeline.ts';

const QUEUE = 'libs/event-store/src/port/append-queue.ts';
const CHECKPOINTS = 'libs/messaging/src/projections/checkpoints.ts';
const SQL = 'libs/event-store/src/postgres/sql';
const ONE = `${SQL}/append-one.ts`;
const BATCH = `${SQL}/append-batch.ts`;
const DELIVERY = 'libs/partners/src/delivery';
const DELIVERY_SPEC = `${DELIVERY}/delivery.int.spec.ts`;
const POSTGRES = 'libs/event-store/src/postgres/postgres-event-store.int.spec.ts';
const MANDATES = 'libs/mandates/src';
const HOLDERS = `${MANDATES}/queries/holders.ts`;
const HOLDERS_SPEC = `${MANDATES}/queries/holders.int.spec.ts`;
const EQUALS_MODEL = 'equals the reference model';
const VIEWS = `${MANDATES}/queries/views.int.spec.ts`;

const READER = 'libs/partners/src/feed/queries/read-feed.ts';
const AUDIENCE = 'libs/partners/src/feed/domain/audience.ts';
const WATCHER = 'libs/partners/src/feed/notify/feed-watcher.ts';
const STREAMS = 'libs/partners/src/feed/api/feed-streams.api.spec.ts';

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a repeat decided on the present facts',
    promise: 'P4: a repeat under its key gets the first answer, whatever state and facts have become',
    file: 'libs/event-store/src/command-handler.ts',
    changes: [
      [
        'const earlier = options.retryable ? await',
        "const earlier = options.retryable && !('refusal' in decision) ? await",
      ],
    ],
    suite: 'libs/event-store/src/command-handler.spec.ts',
    tests: 'when the facts have changed since',
  },
  {
    name: 'facts refused before the visibility of the case',
    promise: 'P7: a refusal reveals nothing of a case that the actor may not see',
    file: 'libs/cases/src/commands/visible-case.ts',
    changes: [["if (command.type !== 'OpenCase') mustBeVisible(command, state, agencyKind);", '']],
    suite: 'libs/cases/src/commands/visible-case.spec.ts',
    tests: 'is answered as one that does not exist',
  },
  {
    name: 'a look-up for each agency',
    promise: 'opening a case takes two SQL statements before its append',
    file: 'libs/cases/src/commands/load-case-facts.ts',
    changes: [
      [
        '  return { ...known, slot };',
        '  for (const code of invite) await directory.facts(city, { agencies: [code] });\n  return { ...known, slot };',
      ],
    ],
    suite: 'libs/cases/src/api/cases.api.spec.ts',
    tests: 'takes two SQL statements',
  },
  {
    name: 'the log read with the type parsers of the process',
    promise: 'another library in the process changes no value that the log returns',
    file: 'libs/postgres/src/connections.ts',
    changes: [['    types: typeParsers,\n', '']],
    suite: 'libs/event-store/src/open-event-store.int.spec.ts',
    tests: 'after another library has replaced',
  },
  {
    name: 'read models read with the type parsers of the process',
    promise: 'another library in the process changes no value that read models and deliveries read',
    file: 'libs/postgres/src/connections.ts',
    changes: [['    types: typeParsers,\n', '']],
    suite: 'libs/partners/src/type-parsers.int.spec.ts',
  },
  {
    name: 'the end day of a period counted in',
    promise: 'P9: periods are half-open: the day of an end belongs to the next period alone',
    file: TIMELINE,
    changes: [['period.from <= day && day < endOf(period)', 'period.from <= day && day <= endOf(period)']],
    suite: 'libs/kernel/src/timeline.spec.ts',
  },
  {
    name: 'a stretch kept without a day',
    promise: 'P9: a cut at a day leaves no stretch that ended by that day',
    file: TIMELINE,
    changes: [['filter((stretch) => day < endOf(stretch))', 'filter((stretch) => day <= endOf(stretch))']],
    suite: 'libs/kernel/src/timeline.spec.ts',
  },
  {
    name: 'a row kept without a day',
    promise: 'the rows of a read model are cut as the domain cuts its stretches',
    file: 'libs/messaging/src/projections/end-rows-before.ts',
    changes: [['from: MoreThanOrEqual(day)', 'from: MoreThan(day)']],
    suite: 'libs/messaging/src/projections/end-rows-before.int.spec.ts',
  },
  {
    name: 'decisions distinguished by their number alone',
    promise: 'P9: no decision is lost silently, even when another body uses the same number',
    file: `${MANDATES}/domain/schedule.ts`,
    changes: [['a.body === b.body && a.reference === b.reference && a.date === b.date', 'a.reference === b.reference']],
    suite: `${MANDATES}/domain/changes.spec.ts`,
    tests: 'by another decision',
  },
  {
    name: 'bodies read before authentication',
    promise: 'an unauthenticated request is refused before its body is read',
    file: 'libs/runtime/src/service.ts',
    changes: [["      consumer.apply(authenticateBeforeBody(verifier)).forRoutes('/v1/*path');\n", '']],
    suite: 'libs/runtime/src/service.api.spec.ts',
    tests: 'of a caller without a token is not read',
  },
  {
    name: 'the follow-up before the record',
    promise: 'P6: a delivery that arrived is recorded, even when its follow-up fails',
    file: `${DELIVERY}/record.ts`,
    changes: [
      [
        '    await this.write(cursor, update, true);\n    if (update.followUp) await this.subscriptions.decide(cursor.city, update.followUp);',
        '    if (update.followUp) await this.subscriptions.decide(cursor.city, update.followUp);\n    await this.write(cursor, update, true);',
      ],
    ],
    suite: DELIVERY_SPEC,
    tests: 'survives when the decision that follows fails',
  },
  {
    name: 'a periodic run that overlaps the next',
    promise: 'periodic work never runs twice at the same time',
    file: 'libs/runtime/src/periodically.ts',
    changes: [['await work(signal);', 'void work(signal);']],
    suite: 'libs/runtime/src/periodically.spec.ts',
    tests: 'never runs twice at once',
  },
  {
    name: 'a shutdown that waits for every step',
    promise: 'a process ends within 20 s of SIGTERM, whatever hangs, and names what it cut off',
    file: 'libs/runtime/src/shutdown.ts',
    changes: [['      }, withinMs);', '      }, 10_000 + withinMs);']],
    suite: 'libs/runtime/src/shutdown.spec.ts',
    tests: 'ends in time whatever hangs',
  },
  {
    name: 'a phase without the limit of the whole',
    promise: 'the steps of a shutdown end within one total, also when each keeps its own limit',
    file: 'libs/runtime/src/shutdown.ts',
    changes: [['Math.min(atMost, until - (performance.now() - this.begunAt))', 'atMost']],
    suite: 'libs/runtime/src/shutdown.spec.ts',
    tests: 'ends in time as a whole',
  },
  {
    name: 'a step aborted before it is named',
    promise: 'the name of a step that is cut off says what was under way',
    file: 'libs/runtime/src/shutdown.ts',
    changes: [
      [
        '        this.cut.push(nameOf(step));\n        late.abort();',
        '        late.abort();\n        this.cut.push(nameOf(step));',
      ],
    ],
    suite: 'libs/runtime/src/shutdown.spec.ts',
    tests: 'names what was under way',
  },
  {
    name: 'a doubled Ctrl-C taken for a second one',
    promise: 'Ctrl-C under npm arrives twice and lets the process finish',
    file: 'libs/runtime/src/signals.ts',
    changes: [['else if (now() - firstAt >= SAME_SIGNAL_MS) second();', 'else second();']],
    suite: 'libs/runtime/src/signals.spec.ts',
    tests: 'pass on as one signal',
  },
  {
    name: 'a second Ctrl-C ignored',
    promise: 'a second signal ends the process at once',
    file: 'libs/runtime/src/signals.ts',
    changes: [['else if (now() - firstAt >= SAME_SIGNAL_MS) second();', 'else firstAt = now();']],
    suite: 'libs/runtime/src/signals.spec.ts',
    tests: 'distinguish a second Ctrl-C',
  },
  {
    name: 'an interrupted start that leaves its server',
    promise: 'Ctrl-C during the start leaves no PostgreSQL behind',
    file: 'libs/embedded-postgres/src/embedded-postgres.ts',
    changes: [
      [
        'await stopProcess(pid, signal?.aborted ? INTERRUPTED_WITHIN_MS : undefined);',
        'if (!signal?.aborted) await stopProcess(pid);',
      ],
    ],
    suite: 'libs/embedded-postgres/src/embedded-postgres.int.spec.ts',
    tests: 'is created at the first start|while it starts the server',
  },
  {
    name: 'a suspended server waited for',
    promise: 'a PostgreSQL that does not react does not keep the hub from ending',
    file: 'libs/embedded-postgres/src/server-process.ts',
    changes: [["AT_ONCE_MS / 2)))) endNow(pid, 'SIGKILL');", 'AT_ONCE_MS / 2)))) return false;']],
    suite: 'libs/embedded-postgres/src/embedded-postgres.int.spec.ts',
    tests: 'is created at the first start|also when it is suspended',
  },
  {
    name: 'replaced keys that sign for ever',
    promise: 'a day after a rotation the earlier keys sign nothing more, in whatever order rotations arrive',
    file: `${DELIVERY}/webhook-keys.ts`,
    changes: [['AND (rotation < $3 OR until IS NULL)', 'AND rotation < $3']],
    suite: `${DELIVERY}/webhook-keys.int.spec.ts`,
    tests: 'leaves one key without an end',
  },
  {
    name: 'an acknowledgement below the end of the topic accepted',
    promise: 'P5: nothing is lost between the log and a topic, even when the topic was recreated',
    file: 'libs/messaging/src/kafka/producer.ts',
    changes: [[' || BigInt(baseOffset) < BigInt(end)', '']],
    suite: 'libs/messaging/src/kafka/publisher.int.spec.ts',
    tests: 'rejects an acknowledgement with an earlier offset',
  },
  {
    name: 'nothing blocked after a failed message',
    promise: 'P5: the order of a stream is kept, even after a message that cannot be applied',
    file: 'libs/messaging/src/inbox/failed-message-handler.ts',
    changes: [['if (this.blocked.has(key))\n      return', 'if (this.blocked.has(`no ${key}`)) return']],
    suite: 'libs/messaging/src/inbox/failed-message-handler.int.spec.ts',
    tests: 'blocks later ones of its stream',
  },
  {
    name: 'a lock that survives in the pool',
    promise: 'a lost lease can be acquired again, although its session still exists',
    file: 'libs/messaging/src/kafka/lease.ts',
    changes: [['      if (locked) void connection?.end();\n', '']],
    suite: 'libs/messaging/src/kafka/lease.int.spec.ts',
    tests: 'lost in a stall',
  },
  {
    name: 'a shorter topic accepted',
    promise: 'P5: a topic that lost events stays detected when the next event arrives there',
    file: 'libs/messaging/src/kafka/publisher.ts',
    changes: [['greatest(checkpoints.position::bigint, excluded.position::bigint)::text', 'excluded.position']],
    suite: 'libs/messaging/src/kafka/checkpoint-after-acknowledgement.int.spec.ts',
    tests: 'is kept when the topic is recreated',
  },
  {
    name: 'the ends of the earlier topic kept',
    promise: 'events that are published again are checked against the acknowledgements of the new topic',
    file: 'libs/messaging/src/kafka/publisher.ts',
    changes: [['      if (position === START) producer.forget(topic);\n', '']],
    suite: 'libs/messaging/src/kafka/checkpoint-after-acknowledgement.int.spec.ts',
    tests: 'is removed when everything is published again',
  },
  {
    name: 'failed messages of an older version left dead',
    promise: 'an upgrade retries the messages that the earlier version could not read',
    file: 'libs/messaging/src/inbox/retries.ts',
    changes: [['          await this.requeue();\n', '']],
    suite: 'libs/messaging/src/inbox/failed-message-handler.int.spec.ts',
    tests: 'is requeued while the reader runs',
  },
  {
    name: 'retries of an unreadable message',
    promise: 'a version does not retry and log a message that it cannot read',
    file: 'libs/messaging/src/inbox/retries.ts',
    changes: [
      [
        "      if ('unreadable' in message && 'unreadable' in parseAgain(message)) this.stillUnreadable.add(id);\n      else await",
        '      await',
      ],
    ],
    suite: 'libs/messaging/src/inbox/failed-message-handler.int.spec.ts',
    tests: 'neither retried nor published again by a version',
  },
  {
    name: 'a failed message identified by its position alone',
    promise: 'P5: a message that becomes readable is applied once',
    file: 'libs/messaging/src/inbox/retries.ts',
    changes: [["'unreadable' in failed.message && !(await this.mark(message, failed, tx))", 'false']],
    suite: 'libs/messaging/src/inbox/failed-message-handler.int.spec.ts',
    tests: 'applied once when it came twice|is recognised by its id when',
  },
  {
    name: 'a message applied at the position of its repeat',
    promise: 'P5: the order of a stream is kept, even when a repeat becomes readable first',
    file: 'libs/messaging/src/inbox/retries.ts',
    changes: [[' || copies > 0', '']],
    suite: 'libs/messaging/src/inbox/failed-message-handler.int.spec.ts',
    tests: 'applied at its own position',
  },
  {
    name: 'a read from before the signal',
    promise: 'a subscription that received a signal reads the events of that signal',
    file: 'libs/event-store/src/subscription/log-subscription.ts',
    changes: [['`${after} ${this.#signal.signals}`', 'after']],
    suite: 'libs/event-store/src/subscription/log-subscription.spec.ts',
    tests: 'a read from before the notification',
  },
  {
    name: 'a damaged snapshot used',
    promise: 'a snapshot only saves time: a damaged one is ignored',
    file: 'libs/event-store/src/state/snapshots.ts',
    changes: [['crc32(bytes.subarray(4)) !== bytes.readUInt32BE(0)', 'bytes.length < HEADER']],
    suite: 'libs/event-store/src/state/snapshots.spec.ts',
    tests: 'notices damage',
  },
  {
    name: 'a counter without lock',
    promise: 'P2, P3: one writer at a time assigns positions',
    file: `${SQL}/append.ts`,
    changes: [[' or ${turn(schema)} is null', '']],
    suite: POSTGRES,
    tests: 'positions have no gaps|two processes on one log',
  },
  {
    name: 'positions from a sequence',
    promise: 'P2: the order of positions is the order of commits',
    file: `${SQL}/append.ts`,
    changes: [
      [' or ${turn(schema)} is null', ''],
      [
        'create table ${schema}.events (',
        'create sequence ${schema}.naive; create table ${schema}.events (',
        `${SQL}/events-table.ts`,
      ],
      ['last_position := coalesce(last_position, 0);', "last_position := nextval('${schema}.naive') - 1;", ONE],
      ['last_position := coalesce(last_position, 0);', "last_position := nextval('${schema}.naive') - 1;", BATCH],
    ],
    suite: POSTGRES,
    tests: 'skips no event',
  },
  {
    name: 'the check of command ids removed',
    promise: 'P4: a command is applied once per key',
    file: `${SQL}/events-table.ts`,
    changes: [
      ['create unique index ${COMMAND_INDEX}', 'create index ${COMMAND_INDEX}'],
      ['if earlier > 0 then', 'if false then', ONE],
      ['if earlier > 0 then', 'if false then', BATCH],
    ],
    suite: POSTGRES,
    tests: 'PostgresEventStore for a repeated command',
  },
  {
    name: 'results of a batch exchanged',
    promise: 'P1: each writer gets the result of its own append',
    file: QUEUE,
    changes: [['outcomes[index] as', 'outcomes[batch.length - 1 - index] as']],
    suite: POSTGRES,
    tests: 'share a transaction|leave a history without gaps',
  },
  {
    name: 'one stream in two concurrent batches',
    promise: 'P3: the result of an append is known before the next append of its stream is decided',
    file: QUEUE,
    changes: [['if (full || streams.has(stream)) later.push(waiting);', 'if (full) later.push(waiting);']],
    suite: 'libs/event-store/src/port/append-queue.spec.ts',
  },
  {
    name: 'the expected revision not checked',
    promise: 'P3: an append succeeds only at the revision that its writer expected',
    file: ONE,
    changes: [
      ['elsif expected = tip or expected = -2 then', 'elsif true then'],
      ['elsif expected[i] = tips[i] or expected[i] = -2 then', 'elsif true then', BATCH],
    ],
    suite: POSTGRES,
    tests: 'PostgresEventStore with an expected revision',
  },
  {
    name: 'an append not repeated after a lost response',
    promise: 'P4: an append whose response was lost counts once and is acknowledged',
    file: 'libs/event-store/src/postgres/postgres-event-store.ts',
    changes: [
      [
        'const rows = await this.#retryTransient(() => this.#query<OutcomeRow>(call));',
        'const rows = await this.#query<OutcomeRow>(call);',
      ],
    ],
    suite: POSTGRES,
    tests: 'applies an append once when its response was lost|fails at once when a retry would not help',
  },
  {
    name: 'our own time limit classified as a bug',
    promise: 'a transient error is retried, wherever it occurs',
    file: 'libs/postgres/src/errors.ts',
    changes: [["'57014': 'transient'", "'57014': 'bug'"]],
    suite: 'libs/postgres/src/errors.spec.ts',
    tests: 'every SQLSTATE',
  },
  {
    name: 'a bug that is retried',
    promise: 'an error that waiting does not solve is reported at once',
    file: 'libs/postgres/src/retry.ts',
    changes: [['shouldRetry: ({ error }) => isTransient(error.cause),', 'shouldRetry: () => true,']],
    suite: 'libs/postgres/src/retry.spec.ts',
    tests: 'is not repeated when its error is a bug',
  },
  {
    name: 'a pause that no signal ends',
    promise: 'a process that must stop does not wait for an unavailable server',
    file: 'libs/postgres/src/retry.ts',
    changes: [['      ...pauses,\n', '      ...pauses,\n      signal: undefined,\n']],
    suite: 'libs/postgres/src/retry.spec.ts',
    tests: 'stops when the signal aborts',
  },
  {
    name: 'an event blamed for an unavailable database',
    promise: 'P5: a message fails only for a fault of its own',
    file: 'libs/messaging/src/transient-errors.ts',
    changes: [['error instanceof StoreBusy || isRetryable(error)', 'error instanceof StoreBusy']],
    suite: 'libs/messaging/src/inbox/failed-message-handler.int.spec.ts',
    tests: 'makes no event a failed message',
  },
  {
    name: 'the checkpoint before the page',
    promise: 'P5: a page and its checkpoint are committed or lost together',
    file: CHECKPOINTS,
    changes: [
      [
        'if (events.length > 0) await apply(events, tx);',
        `await tx.query('UPDATE checkpoints SET position = $3 WHERE processor = $1 AND source = $2', [processor, page.source, page.upTo]);
    await tx.query('COMMIT');
    await tx.query('BEGIN');
    if (events.length > 0) await apply(events, tx);`,
      ],
    ],
    suite: 'libs/messaging/src/projections/processor.int.spec.ts',
  },
  {
    name: 'rights not checked at reading',
    promise: 'P7: an agency that left a case reads nothing more of it',
    file: READER,
    changes: [['mayRead(part, { type, revision }, today)', '(mayRead(part, { type, revision }, today) || true)']],
    suite: 'libs/partners/src/feed/api/feed-paths.api.spec.ts',
  },
  {
    name: 'the past always shown',
    promise: 'P7: an agency reads of the time before its acceptance only what its invitation shows',
    file: AUDIENCE,
    changes: [["past === 'all' || revision", 'true || revision']],
    suite: 'libs/partners/src/feed/domain/audience.spec.ts',
  },
  {
    name: 'an answered transfer that still shows the cases',
    promise: 'P7: the parties of a transfer see the handover until it is answered',
    file: `${MANDATES}/queries/handover.ts`,
    changes: [['isToCome(found, transfer, today) ?', '(isToCome(found, transfer, today) || true) ?']],
    suite: `${MANDATES}/api/whole-life.api.spec.ts`,
    tests: 'that was declined shows nothing',
  },
  {
    name: 'a change of more slots taken for a repeat',
    promise: 'P1: an acknowledged change is recorded',
    file: `${MANDATES}/domain/changes.ts`,
    changes: [
      [
        'withoutSlots(some, others).length === 0 && withoutSlots(others, some).length === 0',
        'withoutSlots(some, others).length === 0',
      ],
    ],
    suite: `${MANDATES}/domain/changes.spec.ts`,
  },
  {
    name: 'a mandate transferred by an agency that does not hold it',
    promise: 'P9: no agency loses a mandate by the transfer of another agency',
    file: `${MANDATES}/domain/transfers.ts`,
    changes: [['if (from !== transfer.from)', 'if (false)']],
    suite: `${MANDATES}/domain/transfers.spec.ts`,
  },
  {
    name: 'a planned loss taken for a past one',
    promise: 'a case is without coordination since the day on which the last holder lost it',
    file: 'libs/cases/src/domain/coordination.ts',
    changes: [['last.until! <= on && on <= today', 'last.until! <= on']],
    suite: 'libs/cases/src/domain/coordination.spec.ts',
  },
  {
    name: 'an overdue commitment reported every minute',
    promise: 'an overdue commitment is recorded once',
    file: 'libs/cases/src/domain/commitments.ts',
    changes: [[' && !overdue)', ')']],
    suite: 'libs/cases/src/domain/joint-case.spec.ts',
  },
  {
    name: 'every agency admitted while the mandate is suspended',
    promise: 'R4-R6: the mandate kind decides which agencies may take part, even while nobody coordinates',
    file: 'libs/cases/src/domain/case-history.ts',
    changes: [
      [
        'coordinatorOn(jointCase, on) ?? jointCase.coordination.tenures.findLast(({ from }) => from <= on)',
        'coordinatorOn(jointCase, on)',
      ],
    ],
    suite: 'libs/cases/src/domain/joint-case.spec.ts',
  },
  {
    name: 'a participant removed by any agency',
    promise: 'R18: only the coordinating agency removes a participant, and only an ended one',
    file: 'libs/cases/src/domain/participation.ts',
    changes: [['hasEnded && coordinates(jointCase, by.agency, today)', 'hasEnded']],
    suite: 'libs/cases/src/domain/joint-case.spec.ts',
  },
  {
    name: 'a large import read for every caller',
    promise: 'a large body is read only for callers with the permission to send one',
    file: 'libs/runtime/src/service.ts',
    changes: [['authenticateBeforeBody(verifier, permission)', 'authenticateBeforeBody(verifier)']],
    suite: `${MANDATES}/api/views.api.spec.ts`,
    tests: 'is for managers of city services',
  },
  {
    name: 'a permission granted to one more role',
    promise: 'R3: no role has a right that the page of permissions omits',
    file: 'libs/access/src/authorization/permissions.ts',
    changes: [["'mandate:grant': ['manager']", "'mandate:grant': ['coordinator', 'manager']"]],
    suite: 'test/architecture/permissions.spec.ts',
  },
  {
    name: 'a route without a permission',
    promise: 'R3: every route declares the permission that it requires',
    file: `${MANDATES}/api/mandates.controller.ts`,
    changes: [["  @Requires('mandate:grant')\n  @Post(':id/grant')", "  @Post(':id/grant')"]],
    suite: 'test/architecture/permissions.spec.ts',
    tests: 'leaves no route undeclared',
  },
  {
    name: 'a process that starts with an undeclared route',
    promise: 'R3: a process with a route that declares no permission does not start',
    file: 'libs/access/src/authorization/declared-permissions.ts',
    changes: [['requires === undefined', 'false && requires === undefined']],
    suite: 'libs/access/src/access.guard.api.spec.ts',
    tests: 'does not start',
  },
  {
    name: 'every agency admitted under every mandate',
    promise: 'R4-R6: the mandate kind decides which agencies may take part',
    file: 'libs/cases/src/domain/participation.ts',
    changes: [['if (allowed && agencyKind', 'if (false && allowed && agencyKind']],
    suite: 'libs/cases/src/domain/joint-case.spec.ts',
  },
  {
    name: 'a rate limit in fractions of milliseconds',
    promise: 'P6: a subscription that was slowed down recovers its speed',
    file: `${DELIVERY}/rate-limit.ts`,
    changes: [['Math.floor(rateLimitMs / 2)', 'rateLimitMs / 2']],
    suite: `${DELIVERY}/rate-limit.spec.ts`,
  },
  {
    name: 'a mandate matched only by the slots that an event names',
    promise: 'P6: a subscription to a neighbourhood misses nothing that happens there',
    file: AUDIENCE,
    changes: [
      [
        'return [\n        ...before.filter((slot) => !event.data.slots.some((named) => isSameSlot(named, slot))),\n        ...event.data.slots,\n      ];',
        'return event.data.slots;',
      ],
    ],
    suite: 'libs/partners/src/feed/projection/feed.int.spec.ts',
    tests: 'by neighbourhood returns the events',
  },
  {
    name: 'the past of a case shown in its timeline',
    promise: 'P7: an agency reads of the time before its acceptance only what its invitation shows',
    file: 'libs/cases/src/queries/timeline.ts',
    changes: [["AND ($6 = 'all' OR", 'AND (true OR']],
    suite: 'libs/cases/src/api/cases.api.spec.ts',
    tests: 'the time before an agency accepted',
  },
  {
    name: 'the digest of a cursor not compared',
    promise: 'P6: a cursor continues only where the same events precede it',
    file: READER,
    changes: [
      [
        'here?.position.sequence !== after.sequence || here.position.digest !== after.digest',
        'here?.position.sequence !== after.sequence',
      ],
    ],
    suite: STREAMS,
    tests: 'start again',
  },
  {
    name: 'a change missed while reading',
    promise: 'P6: a stream that is notified while it reads, reads again',
    file: WATCHER,
    changes: [['    this.news = true;\n', '    if (this.wake) this.news = true;\n']],
    suite: 'libs/partners/src/feed/notify/feed-watcher.spec.ts',
  },
  {
    name: 'pages read ahead for a slow client',
    promise: 'a client that takes nothing costs one page of memory',
    file: 'libs/partners/src/feed/api/feed-streams.ts',
    changes: [['if (this.blockedSince !== undefined) await this.taken();', '']],
    suite: STREAMS,
    tests: 'reads nothing',
  },
  {
    name: 'the lease of a cursor too short',
    promise: 'P6: one process at a time delivers a subscription, in order',
    file: `${DELIVERY}/delivery-cursor.ts`,
    changes: [['const LEASE_MS = 30_000;', 'const LEASE_MS = 20;']],
    suite: DELIVERY_SPEC,
    tests: 'one message at a time',
  },
  {
    name: 'a write without the lease',
    promise: 'P6: only the holder of the lease writes the state of a subscription',
    file: `${DELIVERY}/record.ts`,
    changes: [
      [
        'WHERE city = $1 AND subscription_id = $2 AND lease = $3\n    RETURNING last_number',
        'WHERE city = $1 AND subscription_id = $2 AND $3 = $3\n    RETURNING last_number',
      ],
    ],
    suite: DELIVERY_SPEC,
    tests: 'has lost its lease writes nothing',
  },
  {
    name: 'the cursor before the acknowledgement',
    promise: 'P6: a partner gets every matching event at least once',
    file: `${DELIVERY}/prepare.ts`,
    changes: [
      [
        '{ ...turn.unrecorded, enqueue, withhold }',
        '{ ...turn.unrecorded, enqueue, withhold, position: { cursor: page.next, sequence: page.upTo } }',
      ],
    ],
    suite: DELIVERY_SPEC,
    tests: 'not acknowledged',
  },
  {
    name: 'an address resolved twice',
    promise: 'nothing is sent to an unchecked address, even when a name changes its address in between',
    file: `${DELIVERY}/webhook-http-client.ts`,
    changes: [
      [
        'this.guard.resolve(hostname).then(\n      (addresses)',
        "this.guard.resolve(hostname).then(() => this.guard['lookUp'](hostname)).then(\n      (addresses)",
      ],
    ],
    suite: `${DELIVERY}/webhook-http-client.int.spec.ts`,
    tests: 'whatever the name resolves to',
  },
  {
    name: 'a slot granted twice',
    promise: 'P9: a slot has at most one mandate holder at any moment',
    file: `${MANDATES}/domain/rules.ts`,
    changes: [['if (!slot) continue;', 'if (slot || !slot) continue;']],
    suite: HOLDERS_SPEC,
    tests: EQUALS_MODEL,
  },
  {
    name: 'a confirmation without effect',
    promise: 'P9: a confirmed grant rests on the decision that confirms it, from its first day on',
    file: `${MANDATES}/domain/schedule.ts`,
    changes: [
      ['sameDecision(holding.decision, before) ?', '!holding.decision && sameDecision(holding.decision, before) ?'],
    ],
    suite: HOLDERS_SPEC,
    tests: EQUALS_MODEL,
  },
  {
    name: 'a confirmation for every holding',
    promise: 'a holder by another decision keeps that decision when the grant is confirmed',
    file: `${MANDATES}/domain/schedule.ts`,
    changes: [['sameDecision(holding.decision, before) ?', '(holding || sameDecision(holding, before)) ?']],
    suite: `${MANDATES}/domain/granting.spec.ts`,
    tests: 'only to holdings by the first one',
  },
  {
    name: 'a correction without its consequences',
    promise: 'a correction reaches everything that follows from the fact',
    file: `${MANDATES}/domain/mandate-history.ts`,
    changes: [
      [
        "event.type === 'FactCorrected' ? foldCorrected(facts) : applyFact(mandate, event)",
        'applyFact(mandate, event)',
      ],
    ],
    suite: HOLDERS_SPEC,
    tests: EQUALS_MODEL,
  },
  {
    name: 'a withdrawn correction that still counts',
    promise: 'a correction of a correction withdraws it',
    file: `${MANDATES}/domain/mandate-history.ts`,
    changes: [['|| gone.has(index + 1)', '']],
    suite: `${MANDATES}/domain/corrections.spec.ts`,
    tests: 'a correction of a correction',
  },
  {
    name: 'a version kept where the schedule replaces it',
    promise: 'P9: periods are half-open, in both times',
    file: HOLDERS,
    changes: [['replaceWithin(before, { from }, said)', '[...before, ...said]']],
    suite: HOLDERS_SPEC,
    tests: EQUALS_MODEL,
  },
  {
    name: 'a version overwritten',
    promise: 'the earlier state of the register can be queried for ever',
    file: HOLDERS,
    changes: [
      [
        'UPDATE holding SET recorded = tstzrange(lower(recorded), $2) WHERE id = ANY ($1)',
        'DELETE FROM holding WHERE id = ANY ($1) AND $2::text IS NOT NULL',
      ],
    ],
    suite: HOLDERS_SPEC,
    tests: EQUALS_MODEL,
  },
  {
    name: 'the end of the day in UTC',
    promise: 'a date is a calendar date in Brussels',
    file: `${MANDATES}/queries/register-as-known.ts`,
    changes: [["AT TIME ZONE 'Europe/Brussels'", "AT TIME ZONE 'UTC'"]],
    suite: HOLDERS_SPEC,
    tests: 'midnight in Brussels',
  },
  {
    name: 'a suspended holder that acts',
    promise: 'nobody holds a suspended mandate',
    file: `${MANDATES}/domain/schedule.ts`,
    changes: [['...(suspended && { suspended: true as const })', '...(suspended && { suspended: undefined })']],
    suite: HOLDERS_SPEC,
    tests: EQUALS_MODEL,
  },
  {
    name: 'a transfer accepted without its preview',
    promise: 'R28: an acceptance with a preview takes over exactly what the preview shows',
    file: `${MANDATES}/domain/transfers.ts`,
    changes: [['if (!previewed) return;', 'if (previewed || !previewed) return;']],
    suite: `${MANDATES}/domain/transfers.spec.ts`,
  },
  {
    name: 'a planned change overwritten',
    promise: 'no decision is lost silently',
    file: `${MANDATES}/domain/rules.ts`,
    changes: [
      [
        'if (on < last.period.from && mandate.holdings.length > 1)',
        'if (on < last.period.from && mandate.holdings.length > 99)',
      ],
    ],
    suite: `${MANDATES}/domain/changes.spec.ts`,
  },
  {
    name: 'a narrowing that no case follows',
    promise: 'every open case of the slots follows',
    file: 'libs/cases/src/integration/consumes.ts',
    changes: [["    case 'be.regie.mandate.narrowed.v1':\n", '']],
    suite: 'libs/cases/src/commands/follow-register.int.spec.ts',
    tests: 'a change of a mandate',
  },
  {
    name: 'client: an old delivery accepted',
    promise: 'P6: a partner can distinguish a present delivery from a stored one',
    file: 'libs/client/src/webhook.ts',
    changes: [['Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_S', 'false']],
    suite: 'libs/client/src/webhook.spec.ts',
    tests: 'an older timestamp|a timestamp in the future',
  },
  {
    name: 'client: a signature that does not cover the body',
    promise: 'P6: a partner accepts only deliveries that the hub sent',
    file: 'libs/client/src/webhook.ts',
    changes: [
      [
        'Buffer.concat([Buffer.from(`${id}.${timestamp}.`), bytes])',
        'Buffer.concat([Buffer.from(`${id}.${timestamp}.`), bytes.subarray(0, -1)])',
      ],
    ],
    suite: 'libs/client/src/webhook.spec.ts',
    tests: 'is verified with|another body',
  },
  {
    name: 'client: an unknown cursor as an error',
    promise: 'P6: a partner gets every event, or sees the reason',
    file: 'libs/client/src/feed.ts',
    changes: [["error.code === 'feed.cursor-unknown'", "error.code === 'feed.cursor-gone'"]],
    suite: 'libs/client/src/feed.spec.ts',
    tests: 'starts again',
  },
  {
    name: 'client: a broken stream read again from its beginning',
    promise: 'P6: a partner gets every event once, even when the connection breaks',
    file: 'libs/client/src/feed.ts',
    changes: [['        cursor = step.cursor;\n', '']],
    suite: 'libs/client/src/feed.spec.ts',
    tests: 'continues after its last id',
  },
  {
    name: 'client: an id without an event ignored',
    promise: 'P6: the cursor of a partner passes events that are not meant for it',
    file: 'libs/client/src/server-sent-events.ts',
    changes: [['onId: (id) => complete.push({ id }),', 'onId: () => undefined,']],
    suite: 'libs/client/src/server-sent-events.spec.ts',
    tests: 'yields its messages|joins the data lines',
  },
  {
    name: 'the beginning of a gap taken from the planned end',
    promise: 'a case is without coordination since the day on which the last stretch ended',
    file: `${MANDATES}/queries/uncoordinated-cases.ts`,
    changes: [['SELECT coalesce(max(least(before.until, next."from"))', 'SELECT coalesce(max(before.until)']],
    suite: VIEWS,
    tests: 'the cases without coordination',
  },
  {
    name: 'cases shown without oversight',
    promise: 'P7: only an actor with oversight sees that a case exists',
    file: `${MANDATES}/queries/gaps.ts`,
    changes: [[").view === 'oversight'", ").view !== 'full'"]],
    suite: `${MANDATES}/api/views.api.spec.ts`,
    tests: 'the gaps',
  },
  {
    name: 'drafts of others among the overlaps',
    promise: 'P7: only its own agency sees a draft',
    file: `${MANDATES}/queries/overlaps.ts`,
    changes: [
      ["mandate.status = 'draft' AND mandate.drafted_by = $4", "mandate.status = 'draft' AND $4::text IS NOT NULL"],
    ],
    suite: `${MANDATES}/api/views.api.spec.ts`,
    tests: 'the overlaps of a mandate',
  },
  {
    name: 'a formula in the export',
    promise: 'no spreadsheet reads a field of the register as a formula',
    file: 'libs/http/src/csv.ts',
    changes: [['.split(/([;\\t\\r\\n])/)', '.split(/(?!)/)']],
    suite: 'libs/http/src/csv.spec.ts',
    tests: 'formula',
  },
  {
    name: 'half an import',
    promise: 'an old register is imported completely, or not at all',
    file: `${MANDATES}/domain/imports.ts`,
    changes: [['if (rows.length > 0) throw', 'if (rows.length > 0 && events.length === 0) throw']],
    suite: `${MANDATES}/domain/imports.spec.ts`,
    tests: 'as a whole or not at all',
  },
  {
    name: 'a statement without a deadline',
    promise: 'P10: a connection that accepts and says nothing fails in time, and leaves its pool',
    file: 'libs/postgres/src/bounded-client.ts',
    changes: [['      this.#destroy(new ConnectionSilent(this.#deadlineMs));\n', '']],
    suite: 'libs/postgres/src/connections.int.spec.ts',
    tests: 'to a network that is a blackhole fails within its limit',
  },
  {
    name: 'a goodbye without a deadline',
    promise: 'P10: a process that is told to stop stops, whatever its connections do',
    file: 'libs/postgres/src/bounded-client.ts',
    changes: [['const late = setTimeout(() => this.#destroy(), GOODBYE_WITHIN_MS);', 'const late = undefined;']],
    suite: 'libs/postgres/src/connections.int.spec.ts',
    tests: 'so that a pool can always end',
  },
  {
    name: 'the commit level of the role',
    promise: 'P1: an acknowledged command is on the disk, also where the role or the server says otherwise',
    file: 'libs/postgres/src/session.ts',
    changes: [
      [
        "CASE WHEN current_setting('synchronous_commit') IN ('off', 'local') THEN 'on' ELSE",
        'CASE WHEN false THEN NULL ELSE',
      ],
    ],
    suite: 'libs/postgres/src/connections.int.spec.ts',
    tests: 'has its own synchronous_commit',
  },
  {
    name: 'an outdated plan asked for as long as the connection lives',
    promise: 'a read succeeds after the type of a column changed',
    file: 'libs/postgres/src/bounded-client.ts',
    changes: [
      ['if (stale || CLOSING.includes(code)) this.#leavePool();', 'if (CLOSING.includes(code)) this.#leavePool();'],
    ],
    suite: 'libs/postgres/src/connections.int.spec.ts',
    tests: 'is asked once more outside a transaction',
  },
  {
    name: 'a standby taken for the primary',
    promise: 'each connection goes to a host that takes writes',
    file: 'libs/postgres/src/bounded-client.ts',
    changes: [['if (rows[0]?.writable) return { host, port };', 'return { host, port };']],
    suite: 'libs/event-store/src/postgres/failover.int.spec.ts',
    tests: 'is used on the primary',
  },
  {
    name: 'a pooler in transaction mode taken for PostgreSQL',
    promise: 'an unsuitable PostgreSQL is refused before anything is written',
    file: 'libs/postgres/src/examine-server.ts',
    changes: [['if (await sharesConnections(url)) return [SHARED];\n', '']],
    suite: 'libs/postgres/src/examine-server.int.spec.ts',
    tests: 'a server is refused in one sentence',
  },
  {
    name: 'a processor that hangs taken for one that works',
    promise: 'P10: a processor that does not move while there are events is reported, whatever the cause',
    file: 'libs/runtime/src/processor-registry.ts',
    changes: [['return still.has(name) ?', 'return still.has(`${name}?`) ?']],
    suite: 'libs/runtime/src/processor-registry.spec.ts',
    tests: 'that hangs is reported',
  },
  {
    name: 'a request refused for a read model of another context',
    promise: 'a stuck read model takes away the routes that read it, and no others',
    file: 'libs/runtime/src/processor-registry.ts',
    changes: [
      [
        'const concerned = this.own.filter(({ name }) => !route || contextOf(name) === route || !(name in stuck));',
        'const concerned = this.own;',
      ],
      ['(!route || contextOf(name) === route || !(name in stuckNow))', 'stuckNow'],
    ],
    suite: 'libs/runtime/src/processor-registry.spec.ts',
    tests: 'and no others',
  },
  {
    name: 'ready without the lock of appends',
    promise: 'P10: a process that cannot append is not ready',
    file: 'libs/event-store/src/postgres/postgres-event-store.ts',
    changes: [['      if (!lately)\n', '      if (!lately && lately)\n']],
    suite: 'libs/event-store/src/postgres/postgres-event-store.int.spec.ts',
    tests: 'is not writable while',
  },
  {
    name: 'an undescribed field in a response',
    promise: 'a response has the fields of its schema, and no others',
    file: 'libs/teams/src/api/teams.controller.ts',
    changes: [['({ id, version, city: _, ...team }: TeamRow)', '({ id, version, ...team }: TeamRow)']],
    suite: 'libs/teams/src/api/teams.api.spec.ts',
  },
];
