import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { announce, caseClosed, caseOpened, mandateEnded, mandateGranted, mandateProposed, mandateTransferred, type PublicEvent } from '#contracts';
import { brusselsDate } from '#service';
import { startTestService, type TestService } from '#testing/http';
import type { HandleCase } from '../cases.handler.js';
import { register } from './follow-register.js';
import { cases } from '../index.js';

const CITY = '44021';
const today = brusselsDate(new Date());
const daysFromNow = (days: number): string => new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const period = { from: daysFromNow(-10), until: daysFromNow(100) };
const decision = { body: 'college', reference: '2026_CBS_00123', date: '2026-01-15' };

let service: TestService;
let db: DataSource;
let slots = 0;

beforeAll(async () => {
  service = await startTestService([cases]);
  db = service.app.get<DataSource>(getDataSourceToken('cases'));
});
afterAll(() => service.stop());

let told = 0;
const origin = () => ({ id: randomUUID(), stream: 's', revision: told++, recordedAt: new Date().toISOString(), metadata: {} });

/** A slot with a mandate in force, what may happen to it, and a reader of the register that keeps its commands for us. */
const aSlot = async () => {
  const slot = { neighbourhood: String(++slots), theme: 'leefbaarheid' as const };
  const mandateId = randomUUID();
  const caseId = randomUUID();
  const given: HandleCase[] = [];
  const give = (command: object) => Promise.resolve(given.push(command as HandleCase));
  /** As a follower handles an event: its writes and its commands in one transaction, which stays open for as long as `meanwhile`. */
  const handle = (event: PublicEvent, meanwhile?: Promise<void>): Promise<void> =>
    db.transaction(async (tx) => {
      await register.apply(event, tx);
      await meanwhile;
      await register.react!(event, tx, give);
    });
  const of = { mandateId, slots: [slot] };
  const opened = announce(caseOpened, origin(), CITY, { caseId, ...slot, openedBy: 'stad-gent', mandateId, holder: 'stad-gent' });
  const ended = announce(mandateEnded, origin(), CITY, { ...of, holder: 'stad-gent', on: today, cause: 'ended' });
  const closed = announce(caseClosed, origin(), CITY, { caseId, outcome: 'solved' });
  const transferred = announce(mandateTransferred, origin(), CITY, { ...of, from: 'stad-gent', to: 'ocmw-gent', on: daysFromNow(5), period, decision });
  await handle(announce(mandateProposed, origin(), CITY, { ...of, kind: 'hybrid', steeringModel: 'commissioning', holder: 'stad-gent' }));
  await handle(announce(mandateGranted, origin(), CITY, { ...of, holder: 'stad-gent', period, evaluateOn: daysFromNow(1), decision }));
  return { mandateId, caseId, given, handle, opened, ended, closed, transferred };
};
const toldTo = ({ command: { type, data, by } }: HandleCase) => ({ type, data, by });

it('a case that was opened is told what the register says of its slot, from today on', async () => {
  const { mandateId, caseId, given, handle, opened, transferred } = await aSlot();
  await handle(transferred);
  await handle(opened);
  const tenure = { mandateId, steeringModel: 'commissioning' };
  expect(given.map(toldTo)).toEqual([
    {
      type: 'FollowRegister',
      data: {
        caseId,
        registerRevision: Number(transferred.sequence),
        register: [
          { ...tenure, holder: 'stad-gent', from: period.from, until: daysFromNow(5) },
          { ...tenure, holder: 'ocmw-gent', from: daysFromNow(5), until: period.until },
        ],
      },
      by: { city: CITY, agency: 'hub', role: 'manager', subject: 'register' },
    },
  ]);
});

it('a closed case is told nothing more', async () => {
  const { given, handle, opened, closed, ended } = await aSlot();
  await handle(opened);
  await handle(closed);
  await handle(ended);
  expect(given).toHaveLength(1);
});

describe.each([
  ['the end first', true],
  ['the opening first', false],
])('an end and an opening that are handled at the same time, %s', (_, endFirst) => {
  it('do not miss each other: the last thing that the case is told is that nobody holds the mandate', async () => {
    const { caseId, given, handle, opened, ended } = await aSlot();
    const { promise: meanwhile, resolve: goOn } = Promise.withResolvers<void>();
    const [first, second] = endFirst ? [ended, opened] : [opened, ended];
    const slow = handle(first, meanwhile);
    await setTimeout(100);
    const quick = handle(second, meanwhile);
    await setTimeout(200);
    goOn();
    await Promise.all([slow, quick]);
    expect(given.at(-1)!.command).toMatchObject({ type: 'FollowRegister', data: { caseId, register: [] } });
  });
});
