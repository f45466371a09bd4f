import { DataSource } from 'typeorm';
import { mandatesContext } from '#mandates';
import { databaseOptions, prepareSchema } from '#runtime';
import { HolderOfSlot, HolderOfSlotHandler } from '../../../libs/mandates/src/queries/holders.js';
import { type Contest, medianLatency, type OpenSide } from '../contest.js';

const NEIGHBOURHOODS = 25;
const THEMES = [
  'leefbaarheid',
  'veiligheid',
  'wonen',
  'welzijn',
  'samenleven',
  'openbaar-domein',
  'jeugd',
  'gezondheid',
  'onderwijs',
  'participatie',
];
const SLOTS = NEIGHBOURHOODS * THEMES.length;
/**
 * The number of facts of one slot: two hundred stretches of five days, each recorded twice with different content. One
 * city thus has as many facts as a busy register over some years.
 */
const FACTS_PER_SLOT = 400;
const FACTS_PER_CITY = SLOTS * FACTS_PER_SLOT;

/**
 * Measures the query for the holder on any day, as known at any moment (p50): a register of many facts against one of
 * few facts. A slot has the same long history in both, but the large register has more slots. Facts are
 * stored in the order of time, with all cities mixed. The index of the constraint is created after the rows, which for
 * ten million rows takes minutes instead of hours.
 */
export const holderAtLength = (many: number, few: number, questions: number): Contest => {
  const asking =
    (facts: number): OpenSide =>
    async ({ createDatabase, onProgress }) => {
      const { db, cities, days } = await register(await createDatabase(), facts, onProgress);
      const handler = new HolderOfSlotHandler(db);
      let held = 0;
      const ask = async (n: number): Promise<void> => {
        const slot = { neighbourhood: String(upTo(NEIGHBOURHOODS)), theme: THEMES[upTo(THEMES.length)]! };
        const on = new Date(Date.UTC(2024, 0, 1 + upTo(days))).toISOString().slice(0, 10);
        const knownAt = n % 2 === 0 ? undefined : new Date(Date.UTC(2024, 0, 1 + upTo(days))).toISOString();
        if (await handler.execute(new HolderOfSlot(`c${upTo(cities)}`, slot, on, knownAt))) held++;
      };
      return {
        run: async (measure) => {
          held = 0;
          const run = await medianLatency(measure, questions, ask);
          if (held < questions / 4) throw new Error(`only ${held} of ${questions} questions had a holder`);
          return run;
        },
        close: () => db.destroy(),
      };
    };
  return {
    name: 'holder-10m',
    question: `the holder on a day, as known at a moment (p50), over ${many} facts, against ${few}`,
    unit: 'ms',
    goal: 1.5,
    ours: asking(many),
    peer: asking(few),
  };
};

type Register = Readonly<{ db: DataSource; cities: number; days: number }>;
const upTo = (end: number): number => Math.floor(Math.random() * end);

const register = async (url: string, facts: number, onProgress: (line: string) => void): Promise<Register> => {
  await prepareSchema(mandatesContext, url);
  const db = await new DataSource(databaseOptions(mandatesContext, url)).initialize();
  const cities = Math.max(1, Math.round(facts / FACTS_PER_CITY));
  // A short register has one city with a shorter history.
  const stretches = Math.min(FACTS_PER_SLOT, Math.ceil(facts / SLOTS)) / 2;
  const [constraint] = await db.query<[{ name: string; index: string }]>(
    `SELECT conname AS name, pg_get_indexdef(conindid) AS index FROM pg_constraint WHERE conrelid = 'holding'::regclass AND contype = 'x'`,
  );
  await db.query(`ALTER TABLE holding DROP CONSTRAINT ${constraint.name}`);
  const slots = `generate_series(0, ${cities - 1}) city, generate_series(0, ${NEIGHBOURHOODS - 1}) neighbourhood, unnest($2::text[]) theme`;
  for (let stretch = 0; stretch < stretches; stretch++) {
    // The holding of these days is recorded once, and superseded by another version two days later.
    for (const [word, from, until] of [
      ['first', 0, '2'],
      ['then', 2, null],
    ] as const) {
      await db.query(
        `INSERT INTO holding (id, city, neighbourhood, theme, mandate_id, holder, decision, valid, recorded)
         SELECT concat_ws('/', '${word}', $1::int, city, neighbourhood, theme), 'c' || city, neighbourhood::text, theme, 'm' || $1, 'ocmw-gent', '{"body":"college","reference":"2024_CBS_00123","date":"2024-01-01"}',
                daterange('2024-01-01'::date + $1::int * 5, '2024-01-01'::date + $1::int * 5 + 5),
                tstzrange('2024-01-01'::timestamptz + make_interval(days => $1::int * 5 + ${from}), ${until === null ? 'NULL' : `'2024-01-01'::timestamptz + make_interval(days => $1::int * 5 + ${until})`})
           FROM ${slots}`,
        [stretch, THEMES],
      );
    }
    if ((stretch + 1) % 20 === 0) onProgress(`${(stretch + 1) * 2 * SLOTS * cities} of ${facts} facts`);
  }
  onProgress('making the index');
  await db.query(constraint.index);
  await db.query('VACUUM ANALYZE holding');
  return { db, cities, days: stretches * 5 };
};
