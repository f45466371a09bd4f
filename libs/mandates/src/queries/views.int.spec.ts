import { DataSource } from 'typeorm';
import {
  caseClosed,
  caseOpened,
  coordinationLost,
  coordinationTakenOver,
  type PublicEvent,
  toPublicEvent,
} from '#contracts';
import { Directory } from '#directory';
import type { StoredEvent } from '#event-store';
import type { Actor } from '#kernel';
import { databaseOptions, prepareSchema } from '#runtime';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { repeatMigration } from '#testing/repeat-migration';
import { mandatesContext } from '../mandates.module.js';
import { CaseGaps1797000000001 } from '../migrations/case-gaps-1797000000001.js';
import { applyFacts, someQuestion } from '../testing/compare-with-model.js';
import { Chance, dayAfter, NEIGHBOURHOODS, someHistory } from '../testing/histories.js';
import { type RecordedFact, referenceModel } from '../testing/reference-model.js';
import { ContinuityOf, ContinuityOfHandler } from './continuity.js';
import { GapsOf, GapsOfHandler } from './gaps.js';
import { MandateRow, mandates } from './mandates.js';
import { MatrixOf, MatrixOfHandler } from './matrix.js';
import { mandatesAsKnown } from './register-as-known.js';
import { casesWithoutCoordination, uncoordinatedCases } from './uncoordinated-cases.js';

/** Compares the views of random registers with the reference model, slot by slot and day by day. */

let postgres: TestPostgres;
let db: DataSource;
let directory: Directory;

beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.createDatabase();
  await prepareSchema(mandatesContext, url);
  db = await new DataSource(databaseOptions(mandatesContext, url)).initialize();
  directory = new Directory(db);
});
afterAll(async () => {
  await db.destroy();
  await postgres.stop();
});

const SEED = Number(new Date().toISOString().slice(0, 10).replaceAll('-', ''));
const actor = (city: string): Actor => ({ city, agency: 'stad-gent', role: 'worker', subject: 's' });

/** Makes a city with a random history, applied to every table that the views read. */
const cityWith = async (chance: Chance, nth: number, commands: number) => {
  const { facts, slots } = someHistory(chance, commands);
  const city = `v${nth}`;
  await db.transaction(async (tx) => {
    await applyFacts(tx, city, facts);
    await mandates.apply(stored(city, facts), tx);
    for (const code of NEIGHBOURHOODS)
      await tx.query('INSERT INTO known_neighbourhood VALUES ($1, $2, $3)', [city, code, `Wijk ${code}`]);
  });
  return { city, facts, slots };
};
const stored = (city: string, facts: readonly RecordedFact[]): StoredEvent[] =>
  facts.map(({ event, at }, index) => ({
    ...event,
    id: `${city}/e${index}`,
    stream: `mandates-${city}`,
    revision: index,
    position: String(index + 1),
    recordedAt: new Date(at).toISOString(),
    metadata: { commandId: String(index) },
  }));

describe('the views of the register', () => {
  it('are refused while the facts of a held mandate are not applied yet', async () => {
    const { city } = await cityWith(new Chance(1), 99, 90);
    const [held] = await db.query<{ on: string }[]>(
      'SELECT lower(valid)::text AS on FROM holding WHERE city = $1 AND upper_inf(recorded) AND NOT lower_inf(valid) LIMIT 1',
      [city],
    );
    const asked = new MatrixOf(actor(city), { on: held!.on, isAboutNow: false, limit: 200 });
    expect((await new MatrixOfHandler(db, directory).execute(asked)).neighbourhoods.length).toBeGreaterThan(0);
    await db.query('DELETE FROM mandate_fact WHERE city = $1', [city]);
    await expect(new MatrixOfHandler(db, directory).execute(asked)).rejects.toMatchObject({
      code: 'read-model.behind',
      details: { behind: ['mandates.mandates'] },
    });
  });

  it('agree with the reference model on every slot: the matrix on its holder, the gaps on its days without one', async () => {
    const counted = { held: 0, suspended: 0, gaps: 0, past: 0 };
    for (let nth = 0; nth < 6; nth++) {
      const chance = new Chance(SEED * 1_000_003 + nth);
      const { city, facts, slots } = await cityWith(chance, nth, 90);
      for (let n = 0; n < 8; n++) {
        const { on, knownAt } = someQuestion(chance, facts, slots);
        const asked = typeof knownAt === 'number' ? new Date(knownAt).toISOString() : knownAt;
        const question = { on, knownAt: asked, limit: 200 };
        const matrix = await new MatrixOfHandler(db, directory).execute(
          new MatrixOf(actor(city), { ...question, isAboutNow: false }),
        );
        const gaps = await new GapsOfHandler(db, directory).execute(new GapsOf(actor(city), question));
        const acts = (slot: { neighbourhood: string; theme: string }, day: string) =>
          referenceModel(facts, slot, day, knownAt);
        expect(matrix.neighbourhoods).toHaveLength(NEIGHBOURHOODS.length);
        for (const { neighbourhood, slots: row } of matrix.neighbourhoods)
          for (const slot of row) {
            const expected = slots.some((each) => each.neighbourhood === neighbourhood && each.theme === slot.theme)
              ? acts({ neighbourhood, theme: slot.theme }, on)
              : undefined;
            const found =
              slot.state === 'none'
                ? undefined
                : {
                    mandateId: slot.mandateId,
                    holder: slot.holder.agency,
                    suspended: slot.state === 'suspended',
                    reference: slot.decision.reference,
                  };
            expect({ seed: SEED, nth, question, neighbourhood, theme: slot.theme, found }).toEqual({
              seed: SEED,
              nth,
              question,
              neighbourhood,
              theme: slot.theme,
              found: expected,
            });
            const gap = gaps.slots.find((each) => each.neighbourhood === neighbourhood && each.theme === slot.theme);
            expect(gap?.reason).toBe(
              expected === undefined ? 'no-mandate' : expected.suspended ? 'suspended' : undefined,
            );
            if (expected) counted[expected.suspended ? 'suspended' : 'held']++;
            if (!gap?.since) continue;
            counted.gaps++;
            expect(gap.days).toBe((Date.parse(on) - Date.parse(gap.since)) / 86_400_000 + 1);
            const actsOn = (day: string): boolean =>
              acts({ neighbourhood, theme: slot.theme }, day)?.suspended === false;
            expect([dayAfter(gap.since, -1), gap.since, on].map(actsOn)).toEqual([true, false, false]);
            if (gap.heldFrom) expect(actsOn(gap.heldFrom)).toBe(true);
          }
        if (asked < '2040') counted.past++;
      }
    }
    expect(counted.suspended).toBeGreaterThan(0);
    expect(Math.min(counted.held, counted.gaps, counted.past)).toBeGreaterThan(20);
  }, 120_000);

  it('count the continuity of a year as a count day by day does', async () => {
    const chance = new Chance(SEED);
    const { city, facts, slots } = await cityWith(chance, 100, 120);
    const [from, until] = ['2025-02-01', '2026-02-01'];
    for (const knownAt of ['2024-12-31', '2025-08-15', '2040-01-01']) {
      const { slots: found } = await new ContinuityOfHandler(db, directory).execute(
        new ContinuityOf(actor(city), { from, until, knownAt, limit: 200 }),
      );
      for (const slot of new Map(slots.map((each) => [JSON.stringify(each), each])).values()) {
        const counted = { changes: 0, gapDays: 0, suspendedDays: 0 };
        let acted: string | undefined;
        let ever = false;
        for (let day = '2022-12-01'; day < until; day = dayAfter(day, 1)) {
          const answer = referenceModel(facts, slot, day, knownAt);
          ever ||= answer !== undefined;
          if (day >= from && !answer) counted.gapDays++;
          if (day >= from && answer?.suspended) counted.suspendedDays++;
          if (!answer || answer.suspended) continue;
          if (day >= from && acted !== undefined && acted !== answer.holder) counted.changes++;
          acted = answer.holder;
        }
        const own = found.find(
          ({ neighbourhood, theme }) => neighbourhood === slot.neighbourhood && theme === slot.theme,
        );
        if (ever) expect(own).toMatchObject(counted);
        else expect(own).toBeUndefined();
      }
    }
  }, 120_000);

  it('show the mandates as their rows do when every fact is known', async () => {
    const { city } = await cityWith(new Chance(SEED + 1), 200, 150);
    const rows = await db.manager.findBy(MandateRow, { city });
    expect(rows.length).toBeGreaterThan(5);
    const known = await mandatesAsKnown(
      db,
      city,
      rows.map(({ id }) => id),
      'infinity',
    );
    for (const row of rows) {
      const { status, terms, holdings, evaluations, provisional = null } = known.get(row.id)!;
      expect({
        status,
        slots: terms.slots,
        kind: terms.kind,
        steeringModel: terms.steeringModel,
        holdings,
        evaluations,
        provisional,
      }).toEqual({
        status: row.status,
        slots: row.slots,
        kind: row.kind,
        steeringModel: row.steeringModel,
        holdings: row.holdings,
        evaluations: row.evaluations,
        provisional: row.provisional,
      });
    }
  });
});

describe('the cases without coordination', () => {
  type Change = Readonly<{ at: string; from: string; until: string | undefined; closed?: true }>;
  const day = (number: number): string => dayAfter('2026-01-01', number);

  /** Makes random changes of the coordination of a case: at most one a day, which takes effect on that day or later. */
  const someCase = (chance: Chance, caseId: string): readonly Readonly<{ change: Change; event: PublicEvent }>[] => {
    const slot = { neighbourhood: chance.of(['1', '2']), theme: 'wonen' as const };
    let now = chance.whole(0, 10);
    const changeOf = (
      make: (origin: {
        id: string;
        stream: string;
        revision: number;
        recordedAt: string;
        metadata: object;
      }) => PublicEvent,
      change: Omit<Change, 'at'>,
    ) => {
      const at = `${day(now)}T${chance.of(['00', '11', '21'])}:30:00.000Z`;
      return {
        change: { at, ...change },
        event: make({ id: `${caseId}/${now}`, stream: 's', revision: now, recordedAt: at, metadata: {} }),
      };
    };
    const ends = (from: number) => (chance.next() < 0.6 ? { until: day(from + chance.whole(1, 15)) } : {});
    const first = ends(now);
    const opened = { caseId, ...slot, openedBy: 'stad-gent', mandateId: 'm', holder: 'stad-gent', ...first };
    const changes = [
      changeOf((origin) => toPublicEvent(caseOpened, origin as never, 'gaps', opened), {
        from: day(now),
        until: first.until,
      }),
    ];
    for (let n = chance.whole(0, 5); n > 0; n--) {
      now += chance.whole(1, 8);
      const from = now + chance.whole(0, 5);
      const kind = chance.whole(0, 8);
      const next = ends(from);
      if (kind === 0) {
        changes.push(
          changeOf((origin) => toPublicEvent(caseClosed, origin as never, 'gaps', { caseId, outcome: 'solved' }), {
            from: day(now),
            until: undefined,
            closed: true,
          }),
        );
        break;
      }
      const taken = { caseId, mandateId: 'm', holder: 'ocmw-gent', from: day(from), ...next };
      if (kind < 5)
        changes.push(
          changeOf((origin) => toPublicEvent(coordinationTakenOver, origin as never, 'gaps', taken), {
            from: day(from),
            until: next.until,
          }),
        );
      else
        changes.push(
          changeOf(
            (origin) =>
              toPublicEvent(coordinationLost, origin as never, 'gaps', { caseId, mandateId: 'm', on: day(from) }),
            { from: day(from), until: day(from) },
          ),
        );
    }
    return changes;
  };

  /**
   * Finds the first day without coordination, day by day. For each day, the last change that has taken effect counts.
   */
  const byHand = (changes: readonly Change[], on: string, knownAt: string): string | undefined => {
    const known = changes.filter(({ at }) => at <= knownAt);
    const stateOn = (date: string): 'none' | 'held' | 'not-held' => {
      const last = known.findLast(({ from }) => from <= date);
      if (!last || last.closed) return 'none';
      return last.until === undefined || date < last.until ? 'held' : 'not-held';
    };
    if (stateOn(on) !== 'not-held') return undefined;
    let since = on;
    while (stateOn(dayAfter(since, -1)) === 'not-held') since = dayAfter(since, -1);
    return since;
  };

  it('equal those found by a check of every day', async () => {
    const chance = new Chance(SEED);
    const cases = Array.from({ length: 150 }, (_, nth) => ({
      caseId: `g${String(nth).padStart(3, '0')}`,
      changes: someCase(chance, `g${String(nth).padStart(3, '0')}`),
    }));
    const events = cases
      .flatMap(({ changes }) => changes.map(({ event }) => event))
      .toSorted((a, b) => (a.time < b.time ? -1 : 1));
    await db.transaction((tx) => uncoordinatedCases.apply(events, tx));
    let found = 0;
    for (let n = 0; n < 60; n++) {
      const on = day(chance.whole(0, 60));
      const known = n % 2 === 0 ? '2040-01-01T00:00:00.000Z' : `${day(chance.whole(0, 50))}T12:00:00.000Z`;
      const rows = await casesWithoutCoordination(db, 'gaps', { neighbourhoods: ['1', '2'], on, known, limit: 500 });
      const expected = cases.flatMap(({ caseId, changes }) => {
        const since = byHand(
          changes.map(({ change }) => change),
          on,
          known,
        );
        return since === undefined
          ? []
          : [{ caseId, since, days: (Date.parse(on) - Date.parse(since)) / 86_400_000 + 1 }];
      });
      found += expected.length;
      expect({
        on,
        known,
        rows: rows
          .map(({ caseId, since, days }) => ({ caseId, since, days }))
          .toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1)),
      }).toEqual({ on, known, rows: expected });
      expect(rows.map(({ since }) => since)).toEqual(rows.map(({ since }) => since).toSorted());
    }
    expect(found).toBeGreaterThan(200);
  });

  it('equal those that the migration finds in the changes that are there', async () => {
    const chance = new Chance(SEED + 1);
    const events = Array.from({ length: 60 }, (_, nth) => someCase(chance, `m${nth}`))
      .flatMap((changes) => changes.map(({ event }) => event))
      .toSorted((a, b) => (a.time < b.time ? -1 : 1));
    await db.transaction((tx) => uncoordinatedCases.apply(events, tx));
    const gaps = () => db.query<object[]>('SELECT * FROM case_gap ORDER BY id');
    const before = await gaps();
    expect(before.length).toBeGreaterThan(60);
    await repeatMigration(db, new CaseGaps1797000000001());
    expect(await gaps()).toEqual(before);
  });
});
