/** The numbers of cases and of mandates of a city. */
export type Size = Readonly<{ cases: number; mandates: number }>;

/** The tables that grow with the work of a city, so that no statement may read one from the beginning to the end. */
export const GROWING: ReadonlySet<string> = new Set([
  ...['joint_case', 'participant', 'coordination', 'case_gap', 'commitment', 'timeline_entry'].map(
    (name) => `cases.${name}`,
  ),
  ...['case_of_slot', 'deadline', 'due_commitment', 'known_mandate', 'known_holding'].map((name) => `cases.${name}`),
  ...['mandate', 'mandate_fact', 'holding', 'case_coordination', 'case_gap'].map((name) => `mandates.${name}`),
  ...['handover_case', 'handover_commitment', 'handover_change'].map((name) => `mandates.${name}`),
  ...['feed_event', 'feed_entry', 'feed_subject', 'participation', 'delivery'].map((name) => `partners.${name}`),
  ...['stream_positions', 'processed_messages'].map((name) => `cases.${name}`),
  'event_store.events',
  'event_store_snapshots.snapshots',
]);

const CITY = `'44021'`;
const DAY = `date '2026-01-01'`;
const AT = `timestamptz '2026-01-01'`;
/** The slot of a number: 200 neighbourhoods with ten themes. */
const SLOT = `(n % 200)::text, 'theme-' || (n / 200 % 10)`;

const insert = (table: string, columns: string, count: number, per = ''): string =>
  `INSERT INTO ${table} SELECT ${columns} FROM generate_series(1, ${count}) AS n${per}`;
const TWICE = ', generate_series(1, 2) AS m';

/** The SQL that fills the growing tables of an empty database, and then gathers their statistics. */
export const cityOfSize = ({ cases, mandates }: Size): readonly string[] => [
  insert(
    'cases.joint_case (city, id, version, status, title, neighbourhood, theme, why, scope, opened_by, opened_at, opened_on, closed)',
    `${CITY}, 'case-' || n, 1, CASE WHEN n % 3 = 0 THEN 'closed' ELSE 'open' END, 'title', ${SLOT}, 'why', 'scope', 'stad-gent', ${AT}, ${DAY}, NULL`,
    cases,
  ),
  insert(
    'cases.participant (city, case_id, agency, status, invited_by, since)',
    `${CITY}, 'case-' || n, 'agency-' || (n + m) % 30, 'accepted', 'stad-gent', ${AT}`,
    cases,
    TWICE,
  ),
  insert(
    'cases.coordination (city, case_id, held_from, mandate_id, holder, steering_model)',
    `${CITY}, 'case-' || n, ${DAY} + m, 'mandate-' || n % ${mandates}, 'agency-' || n % 30, 'coordination'`,
    cases,
    TWICE,
  ),
  insert('cases.case_gap', `${CITY}, 'case-' || n, ${DAY} + n % 300, NULL`, cases / 10),
  insert(
    'cases.commitment (city, case_id, id, what, owner, proposed_by, due_on, binding, status, proposed_at)',
    `${CITY}, 'case-' || n, 'commitment-' || m, 'what', 'agency-' || n % 30, 'stad-gent', ${DAY}, false, 'accepted', ${AT}`,
    cases,
    TWICE,
  ),
  insert('cases.timeline_entry', `${CITY}, 'case-' || n, m, 'CaseOpened', 'stad-gent', ${AT}, '{}'`, cases, TWICE),
  insert('cases.case_of_slot', `${CITY}, 'case-' || n, ${SLOT}`, cases),
  insert('cases.deadline', `${CITY}, 'case-' || n, ${DAY} + n % 2000, NULL`, cases),
  insert('cases.due_commitment', `${CITY}, 'case-' || n, 'commitment-1', ${DAY} + n % 2000, true`, cases),
  insert(
    'cases.known_mandate (city, id, steering_model, kind)',
    `${CITY}, 'mandate-' || n, 'coordination', 'hybrid'`,
    mandates,
  ),
  insert('cases.known_holding', `${CITY}, ${SLOT}, 'mandate-' || n, ${DAY}, NULL, 'agency-' || n % 30`, mandates),
  insert('cases.stream_positions', `'cases.register', 'case-' || n, 3`, cases),
  insert('cases.processed_messages', `'cases.register', 'event-' || n, ${AT}`, cases),
  insert(
    `mandates.mandate (city, id, version, status, slots, kind, steering_model, holder, executing_function, powers, means, consequences, endorsements,
       evaluations, holdings, transfers, due, proposed_at)`,
    `${CITY}, 'mandate-' || n, 4, 'granted', jsonb_build_array(jsonb_build_object('neighbourhood', (n % 200)::text, 'theme', 'theme-' || (n / 200 % 10))), 'hybrid',
       'coordination', 'agency-' || n % 30, 'f', '[]', '[]', '[]', '{}', '[]', '[]', '{}', ${DAY} + n % 2000, ${AT}`,
    mandates,
  ),
  insert(
    'mandates.mandate_fact',
    `${CITY}, 'mandate-' || n, m, 'MandateProposed', ${AT}, 'stad-gent', '{}'`,
    mandates,
    TWICE,
  ),
  insert(
    'mandates.holding',
    `'holding-' || n, ${CITY}, ${SLOT}, 'mandate-' || n, 'agency-' || n % 30, '{}', daterange(${DAY} + n / 2000 * 30, ${DAY} + n / 2000 * 30 + 30), tstzrange(${AT}, NULL), false`,
    mandates,
  ),
  insert('mandates.case_coordination', `${CITY}, 'case-' || n, 1, ${SLOT}, ${DAY}, NULL, false, ${AT}`, cases),
  insert(
    'mandates.case_gap',
    `'gap-' || n, ${CITY}, 'case-' || n, ${SLOT}, daterange(${DAY} + n % 300, ${DAY} + n % 300 + 9), tstzrange(${AT}, NULL)`,
    cases / 10,
  ),
  insert('mandates.handover_case', `${CITY}, 'case-' || n, ${SLOT}, 'stad-gent', ${AT}, true`, cases),
  insert(
    'mandates.handover_commitment',
    `${CITY}, 'case-' || n, 'commitment-1', 'stad-gent', ${DAY}, 'accepted'`,
    cases,
  ),
  insert('mandates.handover_change', `${CITY}, n, 'case-' || n, 'type', ${AT}`, cases),
  insert(
    'partners.feed_event (city, number, type, for_city, event, case_id, revision, slots)',
    `${CITY}, n, 'type', n % 1000 = 0, jsonb_build_object('id', n::text), CASE WHEN n % 1000 <> 0 THEN 'case-' || n / 2 END, n % 2, NULL`,
    cases,
  ),
  insert('partners.feed_entry', `${CITY}, 'agency-' || n % 30, n / 30, n, 'case-' || n / 2, n, ${AT}`, cases),
  insert('partners.feed_subject', `${CITY}, 'subject-' || n, '[]'`, cases),
  insert(
    'partners.participation (city, case_id, agency, status, coordinates)',
    `${CITY}, 'case-' || n, 'agency-' || (n + m) % 30, 'accepted', '[]'`,
    cases,
    TWICE,
  ),
  insert(
    'partners.delivery (city, subscription_id, number, pass, message, sequence, sequences, event_ids, event_types, state, attempts, enqueued_at, last_at)',
    `${CITY}, 'subscription-' || n % 30, n, 1, n, n, ARRAY[n], ARRAY['event-' || n], ARRAY['type'], CASE WHEN n % 500 = 0 THEN 'pending' ELSE 'delivered' END, 1, ${AT}, ${AT} + n * interval '1 min'`,
    cases,
  ),
  insert(
    'event_store_snapshots.snapshots (stream, version, revision, event_id, state)',
    `'case-44021-' || n, 1, 9, gen_random_uuid(), ''`,
    cases / 10,
  ),
  ...[...GROWING].map((table) => `ANALYZE ${table}`),
];
