import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { mandatesContext } from '#mandates';
import { databaseOptions } from '#runtime';
import { WhoHolds, WhoHoldsHandler } from '../../libs/mandates/src/queries/holders.js';
import { type Contest, median } from './contest.js';
import type { BenchServer } from './server.js';

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
/** Of one slot: two hundred stretches of five days, each said twice, the second time otherwise. A city fills some years of a busy register. */
const FACTS_PER_SLOT = 400;
const FACTS_PER_CITY = SLOTS * FACTS_PER_SLOT;

/**
 * Who held the mandate on any day, as known at any moment (p50), in a register of many facts, against one of few: a slot has the same long history in
 * both, and there are a hundred times as many slots. Facts lie in the table in the order of time, all cities through each other; the index of the
 * constraint is made when they are there, which for ten million takes minutes instead of hours.
 */
export const holderAtLength = (many: number, few: number, questions: number, server: BenchServer): Contest => ({
  name: 'holder-10m',
  question: `who holds it, on a day, as known at a moment (p50), over ${many} facts, against ${few}`,
  unit: 'ms',
  goal: 1.5,
  open: async (say) => {
    const [long, short] = [await register(server, many, say), await register(server, few, say)];
    const p50 = async ({ db, cities, days }: Register): Promise<number> => {
      const handler = new WhoHoldsHandler(db);
      const times: number[] = [];
      let held = 0;
      for (let n = 0; n < questions; n++) {
        const slot = { neighbourhood: String(upTo(NEIGHBOURHOODS)), theme: THEMES[upTo(THEMES.length)]! };
        const on = new Date(Date.UTC(2024, 0, 1 + upTo(days))).toISOString().slice(0, 10);
        const knownAt = n % 2 === 0 ? undefined : new Date(Date.UTC(2024, 0, 1 + upTo(days))).toISOString();
        const start = performance.now();
        const found = await handler.execute(new WhoHolds(`c${upTo(cities)}`, slot, on, knownAt));
        times.push(performance.now() - start);
        if (found) held++;
      }
      if (held < questions / 4) throw new Error(`only ${held} of ${questions} questions had a holder`);
      return median(times);
    };
    return {
      ours: () => p50(long),
      peer: () => p50(short),
      close: async () => {
        await Promise.all([long.db.destroy(), short.db.destroy()]);
        await Promise.all([server.dropDatabase(long.url), server.dropDatabase(short.url)]);
      },
    };
  },
});

type Register = Readonly<{ db: DataSource; cities: number; days: number; url: string }>;
const upTo = (end: number): number => Math.floor(Math.random() * end);

const register = async (server: BenchServer, facts: number, say: (progress: string) => void): Promise<Register> => {
  const url = await server.createDatabase();
  const empty = await new DataSource({ type: 'postgres', url }).initialize();
  await empty.query('CREATE SCHEMA mandates');
  await empty.query('CREATE EXTENSION btree_gist WITH SCHEMA public');
  await empty.destroy();
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
    // What is said of these days, and what is said of them two days later.
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
    if ((stretch + 1) % 20 === 0) say(`${(stretch + 1) * 2 * SLOTS * cities} of ${facts} facts`);
  }
  say('making the index');
  await db.query(constraint.index);
  await db.query('VACUUM ANALYZE holding');
  return { db, cities, days: stretches * 5, url };
};
