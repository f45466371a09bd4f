import { setTimeout } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { agencyEnrolled, neighbourhoodRecorded, type PublicEvent, toPublicEvent } from '#contracts';
import { today } from '#testing/days';
import { type Client, startTestService, type TestService } from '#testing/http';
import { publishing } from '#testing/published-events';
import { until } from '#testing/until';
import { caseStream } from '../domain/joint-case.js';
import { cases, casesContext } from '../index.js';
import { knownRegister } from '../queries/known-register.projection.js';
import { CITY, mandateOver, origin } from '../testing/mandate-events.js';
import { followRegister } from './follow-register.js';

let service: TestService;
let db: DataSource;
let publish: ReturnType<typeof publishing>;
let stad: Client;
let slots = 0;

const settled = async (): Promise<void> => {
  // The second round processes the events that cases append in the first one.
  for (let times = 0; times < 2; times++) await service.settled();
};
const mandates = (...events: readonly PublicEvent[]): Promise<void> => publish('mandates', ...events);
const coordinationOf = async (caseId: string): Promise<readonly string[]> =>
  (await service.store.read(caseStream(CITY, caseId), 0)).map(({ type, data }) => {
    const { holder, coordination } = data as { holder?: string; coordination?: { holder: string } };
    return `${type} ${holder ?? coordination?.holder ?? ''}`.trim();
  });

beforeAll(async () => {
  service = await startTestService([cases]);
  db = await service.asOwner(casesContext);
  publish = publishing(service, ['mandates', 'partners', 'teams']);
  await publish(
    'partners',
    toPublicEvent(agencyEnrolled, origin(), CITY, { agency: 'stad-gent', name: 'Stad Gent', kind: 'city-service' }),
  );
  const centre = { lon: 3.7, lat: 51 };
  for (let code = 1; code <= 9; code++)
    await publish(
      'teams',
      toPublicEvent(neighbourhoodRecorded, origin(), CITY, {
        code: String(code),
        name: `Wijk ${code}`,
        version: 1,
        centre,
      }),
    );
  await settled();
  stad = await service.as();
});
afterAll(() => service.stop());

/** A mandate of Stad Gent over a slot of its own, with functions that transfer it, end it and open a case under it. */
const aMandate = async () => {
  const slot = { neighbourhood: String(++slots), theme: 'leefbaarheid' as const };
  const { inForce, transferred, ended } = mandateOver(slot, { steeringModel: 'coordination' });
  await mandates(...inForce());
  await settled();
  const open = async (): Promise<string> => {
    const { status, body } = await stad.post('/v1/cases', { title: 't', ...slot, why: 'w', scope: 's' });
    expect({ status, body }).toMatchObject({ status: 201 });
    return body['caseId'] as unknown as string;
  };
  const transfer = (from: string, to: string) => mandates(transferred(from, to, today));
  const end = (holder: string) => mandates(ended(holder, today));
  return { open, transfer, end };
};

/**
 * Empties the read model, its checkpoint and that of its reactor, as after a restore without that schema. The running
 * processors start again from the beginning.
 */
const replayedFromNothing = async (): Promise<void> => {
  await db.transaction(async (tx) => {
    await tx.query('DELETE FROM checkpoints WHERE processor = ANY ($1)', [[knownRegister.name, followRegister.name]]);
    for (const table of knownRegister.tables) await tx.query(`DELETE FROM ${table}`);
  });
  // A new event wakes the processor.
  await aMandate();
  await settled();
};

it('replaying the register from the beginning changes nothing in cases that have followed it', async () => {
  const { open, transfer, end } = await aMandate();
  const before = await open();
  await transfer('stad-gent', 'ocmw-gent');
  await settled();
  const between = await open();
  await transfer('ocmw-gent', 'woningent');
  await settled();
  const other = await aMandate();
  const left = await other.open();
  await other.end('stad-gent');
  await settled();
  const facts = () => Promise.all([before, between, left].map(coordinationOf));
  const first = await facts();
  expect(first).toEqual([
    ['CaseOpened stad-gent', 'CoordinationTakenOver ocmw-gent', 'CoordinationTakenOver woningent'],
    ['CaseOpened ocmw-gent', 'CoordinationTakenOver woningent'],
    ['CaseOpened stad-gent', 'CoordinationLost'],
  ]);
  await replayedFromNothing();
  expect(await facts()).toEqual(first);
  // The cases still follow later changes.
  await end('woningent');
  await settled();
  expect(await facts()).toEqual([[...first[0]!, 'CoordinationLost'], [...first[1]!, 'CoordinationLost'], first[2]]);
});

it('replaying the register after the loss of the schema records changes that were not followed before', async () => {
  const { open, transfer } = await aMandate();
  const caseId = await open();
  await settled();
  await db.query(`CREATE FUNCTION away() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'away'; END $$`);
  await db.query('CREATE TRIGGER away BEFORE INSERT OR UPDATE ON known_holding FOR EACH ROW EXECUTE FUNCTION away()');
  await transfer('stad-gent', 'ocmw-gent');
  await transfer('ocmw-gent', 'woningent');
  await db.query('DROP TRIGGER away ON known_holding');
  await db.query('DROP FUNCTION away');
  await replayedFromNothing();
  expect((await coordinationOf(caseId)).at(-1)).toBe('CoordinationTakenOver woningent');
});

it('repeating a page whose commands were kept and whose transaction was lost records no older fact', async () => {
  const { open, transfer } = await aMandate();
  await db.query(`
    CREATE FUNCTION killed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'killed before the commit'; END $$`);
  await db.query(`
    CREATE CONSTRAINT TRIGGER killed AFTER UPDATE ON checkpoints DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.processor = '${followRegister.name}') EXECUTE FUNCTION killed()`);
  const caseId = await open();
  await transfer('stad-gent', 'ocmw-gent');
  // The processor retries the page with the opening and the transfer, until the trigger is gone.
  await until(async () => (await coordinationOf(caseId)).includes('CoordinationTakenOver ocmw-gent'));
  await setTimeout(1_000);
  await db.query('DROP TRIGGER killed ON checkpoints');
  await db.query('DROP FUNCTION killed');
  await settled();
  expect(await coordinationOf(caseId)).toEqual(['CaseOpened stad-gent', 'CoordinationTakenOver ocmw-gent']);
});
