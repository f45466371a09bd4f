/** A safeguard taken away: in `file`, or the file of the change, every `find` becomes `replace`; then a test of `suite` whose name matches `tests` must fail. */
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
const ORACLE = `${MANDATES}/queries/holders.int.spec.ts`;
const CLERK = 'equals the reference model';
const VIEWS = `${MANDATES}/queries/views.int.spec.ts`;

const READER = 'libs/partners/src/feed/queries/read-feed.ts';
const AUDIENCE = 'libs/partners/src/feed/audience.ts';
const WAKER = 'libs/partners/src/feed/queries/feed-watcher.ts';
const STREAMS = 'libs/partners/src/feed/api/feed-streams.api.spec.ts';

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a repeat decided on the facts of now',
    promise: 'P4: a repeat with its key is answered as the first time, whatever state and facts have become',
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
    name: 'facts that are refused before the visibility of the case',
    promise: 'P7: a refusal reveals nothing of a case that the actor may not see',
    file: 'libs/cases/src/commands/visible-case.ts',
    changes: [["if (command.type !== 'OpenCase') mustBeVisible(command, state, agencyKind);", '']],
    suite: 'libs/cases/src/commands/visible-case.spec.ts',
    tests: 'is answered as one that does not exist',
  },
  {
    name: 'a look-up of its own for each agency',
    promise: 'opening a case takes two SQL statements before its append',
    file: 'libs/cases/src/commands/case.facts.ts',
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
    name: 'the log read with the parsers of the process',
    promise: 'another library in the process changes nothing of what the log gives back',
    file: 'libs/event-store/src/open-event-store.ts',
    changes: [['    types: typeParsers,\n', '']],
    suite: 'libs/event-store/src/open-event-store.int.spec.ts',
    tests: 'after another library has replaced',
  },
  {
    name: 'read models read with the parsers of the process',
    promise: 'another library in the process changes nothing of what read models and deliveries read',
    file: 'libs/runtime/src/context.module.ts',
    changes: [[', max: 8, types: typeParsers', ', max: 8']],
    suite: 'libs/partners/src/type-parsers.int.spec.ts',
  },
  {
    name: 'the day on which a period ends counted in',
    promise: 'P9: periods are half-open: who follows on a day has that day alone',
    file: TIMELINE,
    changes: [['period.from <= day && day < endOf(period)', 'period.from <= day && day <= endOf(period)']],
    suite: 'libs/kernel/src/timeline.spec.ts',
  },
  {
    name: 'a stretch left without a day',
    promise: 'P9: what begins on a day leaves nothing of what ended then',
    file: TIMELINE,
    changes: [['filter((stretch) => day < endOf(stretch))', 'filter((stretch) => day <= endOf(stretch))']],
    suite: 'libs/kernel/src/timeline.spec.ts',
  },
  {
    name: 'a row left without a day',
    promise: 'the tables of a read model are cut as the domain cuts its stretches',
    file: 'libs/messaging/src/projections/end-rows-before.ts',
    changes: [['from: MoreThanOrEqual(day)', 'from: MoreThan(day)']],
    suite: 'libs/messaging/src/projections/end-rows-before.int.spec.ts',
  },
  {
    name: 'decisions told apart by their number alone',
    promise: 'P9: what was decided is not lost without a word, also when another body gives the same number',
    file: `${MANDATES}/domain/schedule.ts`,
    changes: [['a.body === b.body && a.reference === b.reference && a.date === b.date', 'a.reference === b.reference']],
    suite: `${MANDATES}/domain/changes.spec.ts`,
    tests: 'by another decision',
  },
  {
    name: 'bodies of strangers read',
    promise: 'a stranger is refused before anything is done with what he sends',
    file: 'libs/runtime/src/service.ts',
    changes: [["      consumer.apply(authenticateBeforeBody(verifier)).forRoutes('/v1/*path');\n", '']],
    suite: 'libs/runtime/src/service.api.spec.ts',
    tests: 'of a stranger is not read',
  },
  {
    name: 'follow-up before the record',
    promise: 'P6: what arrived is known to have arrived, whatever becomes of what follows from it',
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
    name: 'a look that overlaps the next',
    promise: 'what is done now and then is never done twice at once',
    file: 'libs/runtime/src/periodically.ts',
    changes: [['await work(signal);', 'void work(signal);']],
    suite: 'libs/runtime/src/periodically.spec.ts',
    tests: 'never does the work twice',
  },
  {
    name: 'keys that sign for ever',
    promise: 'a day after a rotation the keys before it sign nothing more, in whatever order rotations arrive',
    file: `${DELIVERY}/webhook-keys.ts`,
    changes: [['AND (rotation < $3 OR until IS NULL)', 'AND rotation < $3']],
    suite: `${DELIVERY}/webhook-keys.int.spec.ts`,
    tests: 'leaves one key without an end',
  },
  {
    name: 'acknowledgements believed',
    promise: 'P5: nothing is lost between the log and a topic, also when the topic was made anew',
    file: 'libs/messaging/src/kafka/producer.ts',
    changes: [[' || BigInt(baseOffset) < BigInt(end)', '']],
    suite: 'libs/messaging/src/kafka/publisher.int.spec.ts',
    tests: 'rejects an acknowledgement with an earlier offset',
  },
  {
    name: 'nothing parked behind a letter',
    promise: 'P5: the order of a stream is kept, also behind what cannot be applied',
    file: 'libs/messaging/src/inbox/failed-message-handler.ts',
    changes: [['if (this.blocked.has(key))\n      return', 'if (this.blocked.has(`no ${key}`)) return']],
    suite: 'libs/messaging/src/inbox/failed-message-handler.int.spec.ts',
    tests: 'blocks later ones of its stream',
  },
  {
    name: 'a lock that lives on in the pool',
    promise: 'a lease that is lost can be had again, though the session lives on',
    file: 'libs/messaging/src/kafka/lease.ts',
    changes: [['      if (locked) void connection?.end();\n', '']],
    suite: 'libs/messaging/src/kafka/lease.int.spec.ts',
    tests: 'lost in a stall',
  },
  {
    name: 'a shorter topic believed',
    promise: 'P5: that a topic has lost events stays known when the next one arrives there',
    file: 'libs/messaging/src/kafka/publisher.ts',
    changes: [['greatest(checkpoints.position::bigint, excluded.position::bigint)::text', 'excluded.position']],
    suite: 'libs/messaging/src/kafka/checkpoint-after-acknowledgement.int.spec.ts',
    tests: 'is kept when the topic is recreated',
  },
  {
    name: 'ends of the topic before',
    promise: 'what is published again is held to what the new topic acknowledged',
    file: 'libs/messaging/src/kafka/publisher.ts',
    changes: [['      if (position === START) producer.forget(topic);\n', '']],
    suite: 'libs/messaging/src/kafka/checkpoint-after-acknowledgement.int.spec.ts',
    tests: 'is removed when everything is published again',
  },
  {
    name: 'letters of an older version left dead',
    promise: 'after an upgrade nobody has to replay what the version before could not read',
    file: 'libs/messaging/src/inbox/retries.ts',
    changes: [['          await this.requeue();\n', '']],
    suite: 'libs/messaging/src/inbox/failed-message-handler.int.spec.ts',
    tests: 'is requeued while the reader runs',
  },
  {
    name: 'tried without being able to read',
    promise: 'what this version cannot read is not tried and told of again and again',
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
    name: 'a letter known by its place alone',
    promise: 'P5: a message that can be read after all is applied once',
    file: 'libs/messaging/src/inbox/retries.ts',
    changes: [["'unreadable' in failed.message && !(await this.mark(message, failed, tx))", 'false']],
    suite: 'libs/messaging/src/inbox/failed-message-handler.int.spec.ts',
    tests: 'applied once when it came twice|is recognised by its id when',
  },
  {
    name: 'a letter applied in the place of its repeat',
    promise: 'P5: the order of a stream is kept, also when a repeat could be read first',
    file: 'libs/messaging/src/inbox/retries.ts',
    changes: [[' || copies > 0', '']],
    suite: 'libs/messaging/src/inbox/failed-message-handler.int.spec.ts',
    tests: 'applied at its own position',
  },
  {
    name: 'a read from before the bell',
    promise: 'a subscription that heard the bell is told what was rung for',
    file: 'libs/event-store/src/subscription/log-subscription.ts',
    changes: [['`${after} ${this.#signal.signals}`', 'after']],
    suite: 'libs/event-store/src/subscription/log-subscription.spec.ts',
    tests: 'a read from before the notification',
  },
  {
    name: 'damaged snapshot',
    promise: 'a snapshot saves time and nothing else: one that is damaged is done without',
    file: 'libs/event-store/src/state/snapshots.ts',
    changes: [['crc32(bytes.subarray(4)) !== bytes.readUInt32BE(0)', 'bytes.length < HEADER']],
    suite: 'libs/event-store/src/state/snapshots.spec.ts',
    tests: 'notices damage',
  },
  {
    name: 'counter without lock',
    promise: 'P2, P3: one writer at a time hands out positions',
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
    name: 'commandId check removed',
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
    name: 'batch outcome mixed up',
    promise: 'P1: each writer is told what became of its own append',
    file: QUEUE,
    changes: [['outcomes[index] as', 'outcomes[batch.length - 1 - index] as']],
    suite: POSTGRES,
    tests: 'share a transaction|leave a history without gaps',
  },
  {
    name: 'a stream in two batches at once',
    promise: 'P3: the outcome of an append is known before the next one of its stream is judged',
    file: QUEUE,
    changes: [['if (full || streams.has(stream)) later.push(waiting);', 'if (full) later.push(waiting);']],
    suite: 'libs/event-store/src/port/append-queue.spec.ts',
  },
  {
    name: 'expected revision not checked',
    promise: 'P3: an append lands where its writer thought the stream was',
    file: ONE,
    changes: [
      ['elsif expected = tip or expected = -2 then', 'elsif true then'],
      ['elsif expected[i] = tips[i] or expected[i] = -2 then', 'elsif true then', BATCH],
    ],
    suite: POSTGRES,
    tests: 'PostgresEventStore with an expected revision',
  },
  {
    name: 'a lost answer is not asked for again',
    promise: 'P4: an append whose answer was lost counts once and is acknowledged',
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
    name: 'our own time limit taken for a bug',
    promise: 'an error that passes by itself is repeated, whoever meets it',
    file: 'libs/postgres/src/errors.ts',
    changes: [["'57014': 'transient'", "'57014': 'bug'"]],
    suite: 'libs/postgres/src/errors.spec.ts',
    tests: 'every SQLSTATE',
  },
  {
    name: 'a bug that is repeated',
    promise: 'what waiting does not heal is said at once',
    file: 'libs/postgres/src/retry.ts',
    changes: [['shouldRetry: ({ error }) => isTransient(error.cause),', 'shouldRetry: () => true,']],
    suite: 'libs/postgres/src/retry.spec.ts',
    tests: 'is not repeated when its error is a bug',
  },
  {
    name: 'a pause that no signal ends',
    promise: 'a process that is told to stop does not wait for a server that is away',
    file: 'libs/postgres/src/retry.ts',
    changes: [['      ...pauses,\n', '      ...pauses,\n      signal: undefined,\n']],
    suite: 'libs/postgres/src/retry.spec.ts',
    tests: 'stops when the signal aborts',
  },
  {
    name: 'an event blamed for a database that is away',
    promise: 'P5: an event is set aside for a fault of its own only',
    file: 'libs/messaging/src/transient-errors.ts',
    changes: [['error instanceof StoreBusy || isRetryable(error)', 'error instanceof StoreBusy']],
    suite: 'libs/messaging/src/inbox/failed-message-handler.int.spec.ts',
    tests: 'makes no event a failed message',
  },
  {
    name: 'checkpoint before handling',
    promise: 'P5: a page and its checkpoint are kept or lost together',
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
    name: 'rights not asked at reading',
    promise: 'P7: who left a case reads nothing of it any more',
    file: READER,
    changes: [['mayRead(part, { type, revision }, today)', '(mayRead(part, { type, revision }, today) || true)']],
    suite: 'libs/partners/src/feed/api/feed-paths.api.spec.ts',
  },
  {
    name: 'the past always shown',
    promise: 'P7: of the time before its acceptance an agency reads what its invitation shows',
    file: AUDIENCE,
    changes: [["past === 'all' || revision", 'true || revision']],
    suite: 'libs/partners/src/feed/audience.spec.ts',
  },
  {
    name: 'an answered transfer goes on showing the cases',
    promise: 'P7: what is handed over is for the parties until it is answered',
    file: `${MANDATES}/queries/handover.ts`,
    changes: [['isToCome(found, transfer, today) ?', '(isToCome(found, transfer, today) || true) ?']],
    suite: `${MANDATES}/api/whole-life.api.spec.ts`,
    tests: 'that was declined shows nothing',
  },
  {
    name: 'a change by more slots taken for a repeat',
    promise: 'P1: what was acknowledged was recorded',
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
    name: 'a mandate handed over by who does not hold it',
    promise: 'P9: nobody loses a mandate by the transfer of another',
    file: `${MANDATES}/domain/transfers.ts`,
    changes: [['if (from !== transfer.from)', 'if (false)']],
    suite: `${MANDATES}/domain/transfers.spec.ts`,
  },
  {
    name: 'a planned loss taken for the one that has come',
    promise: 'a case is without coordination since the day on which the last holder lost it',
    file: 'libs/cases/src/domain/coordination.ts',
    changes: [['last.until! <= on && on <= today', 'last.until! <= on']],
    suite: 'libs/cases/src/domain/coordination.spec.ts',
  },
  {
    name: 'late told again every minute',
    promise: 'what falls due is on record once',
    file: 'libs/cases/src/domain/commitments.ts',
    changes: [[' && !overdue)', ')']],
    suite: 'libs/cases/src/domain/joint-case.spec.ts',
  },
  {
    name: 'everybody comes in while the mandate is suspended',
    promise: 'R4-R6: the kind decides who may take part, also while nobody coordinates',
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
    name: 'put out by anybody',
    promise: 'R18: nobody is put out, but who has ended, by who coordinates',
    file: 'libs/cases/src/domain/participation.ts',
    changes: [['hasEnded && coordinates(jointCase, by.agency, today)', 'hasEnded']],
    suite: 'libs/cases/src/domain/joint-case.spec.ts',
  },
  {
    name: 'an import read whoever sends it',
    promise: 'a large body is read for those only who may send one',
    file: 'libs/runtime/src/service.ts',
    changes: [['authenticateBeforeBody(verifier, permission)', 'authenticateBeforeBody(verifier)']],
    suite: `${MANDATES}/api/views.api.spec.ts`,
    tests: 'is for managers of city services',
  },
  {
    name: 'a permission granted to one more role',
    promise: 'R3: no role gets a right that the page of permissions does not say',
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
    suite: 'libs/access/src/authentication/token.guard.api.spec.ts',
    tests: 'does not start',
  },
  {
    name: 'everybody takes part under every mandate',
    promise: 'R4-R6: the kind decides who may take part',
    file: 'libs/cases/src/domain/participation.ts',
    changes: [['if (allowed && agencyKind', 'if (false && allowed && agencyKind']],
    suite: 'libs/cases/src/domain/joint-case.spec.ts',
  },
  {
    name: 'a rate limit that is not whole milliseconds',
    promise: 'P6: a subscription that was slowed down comes up to speed again',
    file: `${DELIVERY}/rate-limit.ts`,
    changes: [['Math.floor(rateLimitMs / 2)', 'rateLimitMs / 2']],
    suite: `${DELIVERY}/rate-limit.spec.ts`,
  },
  {
    name: 'a mandate is about nothing but what was taken out of it',
    promise: 'P6: a subscription to a neighbourhood misses nothing of what happens there',
    file: AUDIENCE,
    changes: [
      [
        'return [\n        ...before.filter((slot) => !event.data.slots.some((named) => isSameSlot(named, slot))),\n        ...event.data.slots,\n      ];',
        'return event.data.slots;',
      ],
    ],
    suite: 'libs/partners/src/feed/queries/feed.int.spec.ts',
    tests: 'by neighbourhood returns the events',
  },
  {
    name: 'the past of a case shown in its timeline',
    promise: 'P7: of the time before its acceptance an agency reads what its invitation shows',
    file: 'libs/cases/src/queries/timeline.ts',
    changes: [["AND ($6 = 'all' OR", 'AND (true OR']],
    suite: 'libs/cases/src/api/cases.api.spec.ts',
    tests: 'the time before an agency accepted',
  },
  {
    name: 'digest of a cursor not compared',
    promise: 'P6: a cursor goes on only where the same lies before it',
    file: READER,
    changes: [
      [
        'here?.place.sequence !== after.sequence || here.place.digest !== after.digest',
        'here?.place.sequence !== after.sequence',
      ],
    ],
    suite: STREAMS,
    tests: 'start again',
  },
  {
    name: 'a change forgotten while reading',
    promise: 'P6: a stream that was told of news while it read looks again',
    file: WAKER,
    changes: [['    this.news = true;\n', '    if (this.wake) this.news = true;\n']],
    suite: 'libs/partners/src/feed/queries/feed-watcher.spec.ts',
  },
  {
    name: 'a slow client read for',
    promise: 'a client that takes nothing costs a page of memory',
    file: 'libs/partners/src/feed/api/feed-streams.ts',
    changes: [['if (this.blockedSince !== undefined) await this.taken();', '']],
    suite: STREAMS,
    tests: 'reads nothing',
  },
  {
    name: 'a lease of a cursor that is too short',
    promise: 'P6: one process at a time delivers a subscription, in order',
    file: `${DELIVERY}/delivery-cursor.ts`,
    changes: [['const LEASE_MS = 30_000;', 'const LEASE_MS = 20;']],
    suite: DELIVERY_SPEC,
    tests: 'one message at a time',
  },
  {
    name: 'a lost lease still writes',
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
    name: 'cursor before acknowledgement',
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
    name: 'address looked up again',
    promise: 'nothing is sent to an address that was not checked, also when a name changes its address in between',
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
    changes: [
      ['sameDecision(holding.decision, before) ?', '!holding.decision && sameDecision(holding.decision, before) ?'],
    ],
    suite: ORACLE,
    tests: CLERK,
  },
  {
    name: 'confirmation for everybody',
    promise: 'who came to a mandate by another decision still has that one when the grant is confirmed',
    file: `${MANDATES}/domain/schedule.ts`,
    changes: [['sameDecision(holding.decision, before) ?', '(holding || sameDecision(holding, before)) ?']],
    suite: `${MANDATES}/domain/granting.spec.ts`,
    tests: 'only to holdings by the first one',
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
    name: 'a belief that goes on where the schedule replaces it',
    promise: 'P9: periods are half-open, in both times',
    file: HOLDERS,
    changes: [['replaceWithin(before, { from }, said)', '[...before, ...said]']],
    suite: ORACLE,
    tests: CLERK,
  },
  {
    name: 'belief overwritten',
    promise: 'what was known before a change can be asked for ever',
    file: HOLDERS,
    changes: [
      [
        'UPDATE holding SET recorded = tstzrange(lower(recorded), $2) WHERE id = ANY ($1)',
        'DELETE FROM holding WHERE id = ANY ($1) AND $2::text IS NOT NULL',
      ],
    ],
    suite: ORACLE,
    tests: CLERK,
  },
  {
    name: 'end of the day in UTC',
    promise: 'a date is a calendar date in Brussels',
    file: `${MANDATES}/queries/as-known.ts`,
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
    changes: [
      [
        'if (on < last.period.from && mandate.holdings.length > 1)',
        'if (on < last.period.from && mandate.holdings.length > 99)',
      ],
    ],
    suite: `${MANDATES}/domain/changes.spec.ts`,
  },
  {
    name: 'narrowed behind the back of a case',
    promise: 'each open case of the slots follows',
    file: 'libs/cases/src/integration/consumes.ts',
    changes: [["    case 'be.regie.mandate.narrowed.v1':\n", '']],
    suite: 'libs/cases/src/commands/follow-register.int.spec.ts',
    tests: 'a change of a mandate',
  },
  {
    name: 'client: an old delivery is taken',
    promise: 'P6: a partner can tell what the hub sent just now from what somebody kept',
    file: 'libs/client/src/webhook.ts',
    changes: [['Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_S', 'false']],
    suite: 'libs/client/src/webhook.spec.ts',
    tests: 'an older timestamp|a timestamp in the future',
  },
  {
    name: 'client: the body is not in what is verified',
    promise: 'P6: what a partner takes for a delivery is what the hub sent',
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
    name: 'client: a cursor that is not known is an error',
    promise: 'P6: a partner gets every event, or sees why not',
    file: 'libs/client/src/feed.ts',
    changes: [["error.code === 'feed.cursor-unknown'", "error.code === 'feed.cursor-gone'"]],
    suite: 'libs/client/src/feed.spec.ts',
    tests: 'starts again',
  },
  {
    name: 'client: a stream that breaks is read from where it began',
    promise: 'P6: a partner gets every event once, as long as the line holds or comes back',
    file: 'libs/client/src/feed.ts',
    changes: [['        cursor = step.cursor;\n', '']],
    suite: 'libs/client/src/feed.spec.ts',
    tests: 'continues after its last id',
  },
  {
    name: 'client: a message without an event is left aside',
    promise: 'P6: the cursor of a partner moves over what is not meant for it',
    file: 'libs/client/src/server-sent-events.ts',
    changes: [['onId: (id) => complete.push({ id }),', 'onId: () => undefined,']],
    suite: 'libs/client/src/server-sent-events.spec.ts',
    tests: 'yields its messages|joins the data lines',
  },
  {
    name: 'gap of a case begins where it was told last',
    promise: 'a case is without coordination since the day on which the last stretch ended',
    file: `${MANDATES}/queries/uncoordinated-cases.ts`,
    changes: [['SELECT coalesce(max(least(before.until, next."from"))', 'SELECT coalesce(max(before.until)']],
    suite: VIEWS,
    tests: 'the cases without coordination',
  },
  {
    name: 'cases shown to everybody',
    promise: 'P7: that a case exists is shown to who oversees it',
    file: `${MANDATES}/queries/gaps.ts`,
    changes: [[").view === 'oversight'", ").view !== 'full'"]],
    suite: `${MANDATES}/api/views.api.spec.ts`,
    tests: 'the gaps',
  },
  {
    name: 'drafts of others among the overlaps',
    promise: 'P7: a draft is known to its own agency',
    file: `${MANDATES}/queries/overlaps.ts`,
    changes: [
      ["mandate.status = 'draft' AND mandate.drafted_by = $4", "mandate.status = 'draft' AND $4::text IS NOT NULL"],
    ],
    suite: `${MANDATES}/api/views.api.spec.ts`,
    tests: 'the overlaps of a mandate',
  },
  {
    name: 'formula in the export',
    promise: 'no spreadsheet takes a field of the register for a formula',
    file: 'libs/http/src/csv.ts',
    changes: [['.split(/([;\\t\\r\\n])/)', '.split(/(?!)/)']],
    suite: 'libs/http/src/csv.spec.ts',
    tests: 'formula',
  },
  {
    name: 'half an import',
    promise: 'an old register is brought in whole, or not at all',
    file: `${MANDATES}/domain/imports.ts`,
    changes: [['if (rows.length > 0) throw', 'if (rows.length > 0 && events.length === 0) throw']],
    suite: `${MANDATES}/domain/imports.spec.ts`,
    tests: 'as a whole or not at all',
  },
  {
    name: 'a field that is not described',
    promise: 'a response has the fields of its schema, and no others',
    file: 'libs/teams/src/api/teams.controller.ts',
    changes: [['({ id, version, city: _, ...team }: TeamRow)', '({ id, version, ...team }: TeamRow)']],
    suite: 'libs/teams/src/api/teams.api.spec.ts',
  },
];
