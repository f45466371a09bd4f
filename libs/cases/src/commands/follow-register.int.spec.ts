import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import {
  caseClosed,
  caseOpened,
  mandateCorrected,
  mandateExtended,
  mandateNarrowed,
  mandateResumed,
  mandateSuspended,
  mandateWidened,
  type PublicEvent,
  toPublicEvent,
} from '#contracts';
import type { Dispatch } from '#messaging';
import { daysFromNow, today } from '#testing/days';
import { startTestService, type TestService } from '#testing/http';
import type { FollowRegister } from '../domain/joint-case.js';
import { cases } from '../index.js';
import { knownRegister } from '../queries/known-register.projection.js';
import { CITY, decision, mandateOver, origin } from '../testing/mandate-events.js';
import type { HandleCase } from './case.handler.js';
import { bringInLine, followRegister } from './follow-register.js';

const period = { from: daysFromNow(-10), until: daysFromNow(100) };

let service: TestService;
let db: DataSource;
let slots = 0;

beforeAll(async () => {
  service = await startTestService([cases]);
  db = service.app.get<DataSource>(getDataSourceToken('cases'));
});
afterAll(() => service.stop());

/** Processes an event as its two processors do: the read model, in a transaction that stays open until `meanwhile` resolves, and then the reactor. */
const process = async (event: PublicEvent, dispatch: Dispatch, meanwhile?: Promise<void>): Promise<void> => {
  await db.transaction(async (tx) => {
    await knownRegister.apply([event], tx);
    await meanwhile;
  });
  for (const { run } of await followRegister.reactions([event], db.manager)) await run(dispatch);
};

/** A slot with a mandate in force, events about it, and a reader of the register that collects its commands. */
const aSlot = async () => {
  const slot = { neighbourhood: String(++slots), theme: 'leefbaarheid' as const };
  const mandate = mandateOver(slot, { steeringModel: 'commissioning', ...period });
  const { mandateId } = mandate;
  const caseId = randomUUID();
  const dispatched: HandleCase[] = [];
  const dispatch = (command: object) => Promise.resolve(dispatched.push(command as HandleCase));
  const handle = (event: PublicEvent, meanwhile?: Promise<void>): Promise<void> => process(event, dispatch, meanwhile);
  const opened = toPublicEvent(caseOpened, origin(), CITY, {
    caseId,
    ...slot,
    openedBy: 'stad-gent',
    mandateId,
    holder: 'stad-gent',
  });
  const ended = mandate.ended('stad-gent', today);
  const closed = toPublicEvent(caseClosed, origin(), CITY, { caseId, outcome: 'solved' });
  const transferred = mandate.transferred('stad-gent', 'ocmw-gent', daysFromNow(5));
  const inForce = mandate.inForce();
  for (const event of inForce) await handle(event);
  const granted = inForce.at(-1)!;
  return { mandateId, slot, caseId, dispatched, handle, granted, opened, ended, closed, transferred };
};
const contentOf = ({ command: { type, data, by } }: HandleCase) => ({ type, data, by });

it('an opening dispatches a command with the holdings of the slot from today on', async () => {
  const { mandateId, caseId, dispatched, handle, opened, transferred } = await aSlot();
  await handle(transferred);
  await handle(opened);
  const tenure = { mandateId, kind: 'hybrid', steeringModel: 'commissioning' };
  expect(dispatched.map(contentOf)).toEqual([
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

describe('a case that opens', () => {
  it('on the present revision of the register dispatches no command, and later ones follow', async () => {
    const { caseId, dispatched, handle, opened, granted, ended } = await aSlot();
    const registerRevision = Number(granted.sequence);
    await handle({ ...opened, data: { ...opened.data, registerRevision } } as PublicEvent);
    expect(dispatched).toEqual([]);
    await handle(ended);
    expect(dispatched.map(({ command }) => command.data.caseId)).toEqual([caseId]);
  });

  it('on another revision of the register dispatches one', async () => {
    const { dispatched, handle, opened, granted } = await aSlot();
    const registerRevision = Number(granted.sequence) - 1;
    await handle({ ...opened, data: { ...opened.data, registerRevision } } as PublicEvent);
    expect(dispatched).toHaveLength(1);
  });
});

it('a case compares itself again when the register changes during its command', async () => {
  const { handle, opened, ended, slot, caseId } = await aSlot();
  await handle(opened);
  const registers: (readonly unknown[])[] = [];
  await bringInLine(db.manager, { city: CITY, caseId, ...slot }, async (command) => {
    const { data } = (command as HandleCase).command as FollowRegister;
    registers.push(data.register);
    if (registers.length === 1) await db.transaction((tx) => knownRegister.apply([ended], tx));
  });
  expect(registers).toEqual([[expect.objectContaining({ holder: 'stad-gent' })], []]);
});

it('a closed case gets no more commands', async () => {
  const { dispatched, handle, opened, closed, ended } = await aSlot();
  await handle(opened);
  await handle(closed);
  await handle(ended);
  expect(dispatched).toHaveLength(1);
});

describe.each([
  ['the end first', true],
  ['the opening first', false],
])('an end and an opening that are processed at the same time, %s,', (_, endFirst) => {
  it('dispatch a last command without a holder', async () => {
    const { caseId, dispatched, handle, opened, ended } = await aSlot();
    const { promise: meanwhile, resolve: goOn } = Promise.withResolvers<void>();
    const [first, second] = endFirst ? [ended, opened] : [opened, ended];
    const slow = handle(first, meanwhile);
    await setTimeout(100);
    const quick = handle(second, meanwhile);
    await setTimeout(200);
    goOn();
    await Promise.all([slow, quick]);
    expect(dispatched.at(-1)!.command).toMatchObject({ type: 'FollowRegister', data: { caseId, register: [] } });
  });
});

describe('a change of a mandate', () => {
  const registerAfter = async (
    change: (about: { mandateId: string; slots: { neighbourhood: string; theme: 'leefbaarheid' }[] }) => PublicEvent,
  ) => {
    const { mandateId, slot, dispatched, handle, opened } = await aSlot();
    await handle(opened);
    await handle(change({ mandateId, slots: [slot] }));
    const { command } = dispatched.at(-1)!;
    return {
      dispatched,
      handle,
      slot,
      mandateId,
      tenures:
        command.type === 'FollowRegister'
          ? command.data.register.map(({ holder, steeringModel, from, until }) => ({
              holder,
              steeringModel,
              from,
              until,
            }))
          : [],
    };
  };
  const tenure = (from: string, until: string, over: object = {}) => ({
    holder: 'stad-gent',
    steeringModel: 'commissioning',
    from,
    until,
    ...over,
  });
  const scheduleOf = (from: string, slots: object, until = period.until, over: object = {}) =>
    ({
      from,
      holdings: [{ holder: 'stad-gent', slots, period: { from, until }, ...over }],
    }) as unknown as (typeof mandateExtended.sample)['schedule'];

  it('that suspends it removes the holder from open cases, and its resumption restores the holder', async () => {
    const on = daysFromNow(5);
    const { handle, slot, mandateId, dispatched, tenures } = await registerAfter((about) =>
      toPublicEvent(mandateSuspended, origin(), CITY, {
        ...about,
        on,
        decision,
        schedule: scheduleOf(on, about.slots, period.until, { suspended: true }),
      }),
    );
    expect(tenures).toEqual([tenure(period.from, on)]);
    const again = daysFromNow(8);
    await handle(
      toPublicEvent(mandateResumed, origin(), CITY, {
        mandateId,
        slots: [slot],
        on: again,
        decision,
        schedule: scheduleOf(again, [slot]),
      }),
    );
    expect(dispatched.at(-1)!.command).toMatchObject({
      data: { register: [tenure(period.from, on), tenure(again, period.until)] },
    });
  });
  it('that extends it gives open cases one longer tenure', async () => {
    const until = daysFromNow(200);
    const { tenures } = await registerAfter((about) =>
      toPublicEvent(mandateExtended, origin(), CITY, {
        ...about,
        until,
        decision,
        schedule: scheduleOf(period.from, about.slots, until),
      }),
    );
    expect(tenures).toEqual([tenure(period.from, until)]);
  });
  it('that narrows it removes the holder from cases of the lost slot', async () => {
    const { tenures } = await registerAfter((about) =>
      toPublicEvent(mandateNarrowed, origin(), CITY, {
        ...about,
        on: today,
        decision,
        schedule: scheduleOf(today, [{ ...about.slots[0], theme: 'wonen' }]),
      }),
    );
    expect(tenures).toEqual([]);
  });
  it('that widens it gives the cases of its earlier slot one unbroken tenure', async () => {
    const on = daysFromNow(5);
    const { tenures } = await registerAfter((about) =>
      toPublicEvent(mandateWidened, origin(), CITY, { ...about, on, decision, schedule: scheduleOf(on, about.slots) }),
    );
    expect(tenures).toEqual([tenure(period.from, period.until)]);
  });
  it('that corrects it gives open cases the corrected holder, model and period', async () => {
    const { tenures } = await registerAfter((about) => {
      const schedule = scheduleOf(period.from, about.slots, daysFromNow(50), { holder: 'ocmw-gent' });
      return toPublicEvent(mandateCorrected, origin(), CITY, {
        ...about,
        fact: 4,
        kind: 'hybrid',
        steeringModel: 'communication',
        schedule,
      });
    });
    expect(tenures).toEqual([
      tenure(period.from, daysFromNow(50), { holder: 'ocmw-gent', steeringModel: 'communication' }),
    ]);
  });
});

it('commissioning that is limited to one case is coordination in all others', async () => {
  const mine = randomUUID();
  const slot = { neighbourhood: String(++slots), theme: 'leefbaarheid' as const };
  const mandate = mandateOver(slot, { steeringModel: 'commissioning', commissioningCase: mine, ...period });
  const { mandateId } = mandate;
  const dispatched: HandleCase[] = [];
  const handle = (event: PublicEvent) =>
    process(event, (command) => Promise.resolve(dispatched.push(command as HandleCase)));
  for (const event of mandate.inForce()) await handle(event);
  for (const caseId of [mine, randomUUID()])
    await handle(
      toPublicEvent(caseOpened, origin(), CITY, {
        caseId,
        ...slot,
        openedBy: 'stad-gent',
        mandateId,
        holder: 'stad-gent',
      }),
    );
  expect(
    dispatched.map(({ command }) => (command.type === 'FollowRegister' ? command.data.register[0]!.steeringModel : '')),
  ).toEqual(['commissioning', 'coordination']);
});
