import type { Actor } from '#kernel';
import { scenario } from '#testing';
import { MOST_SUBSCRIPTIONS, type SubscriptionCommand, subscriptionRules } from './subscription.js';
import { type CursorFault, NO_FACTS, type SubscriptionFacts } from './subscription-facts.js';
import type { SubscriptionEvent, SubscriptionTerms } from './subscription-history.js';

const subscriptionId = 's1';
const [agency, now] = ['woningent', '2026-03-01T10:00:00.000Z'];
const terms: SubscriptionTerms = {
  url: 'https://woningent.example/regie',
  types: [],
  neighbourhoods: ['4'],
  themes: [],
  mode: 'thin',
  content: 'structured',
};
const elsewhere = 'https://elsewhere.example/regie';
const system: Actor = { city: '44021', agency, role: 'partner-api', subject: 'woningent-api' };

const commandOf = (type: SubscriptionCommand['type'], data: object, by: Partial<Actor> = {}): SubscriptionCommand =>
  ({
    type,
    data: { subscriptionId, ...data },
    by: { ...system, ...by },
    now,
    today: '2026-03-01',
  }) as SubscriptionCommand;
const happened = (type: SubscriptionEvent['type'], data: object): SubscriptionEvent =>
  ({ type, data: { subscriptionId, agency, ...data } }) as SubscriptionEvent;

const created = happened('SubscriptionCreated', { ...terms, after: 'cursor' });
const confirmed = happened('SubscriptionConfirmed', { url: terms.url });
const paused = happened('SubscriptionPaused', {});
const suspended = happened('SubscriptionSuspended', { cause: 'last-try-failed' });
const resumed = happened('SubscriptionResumed', {});
const ended = happened('SubscriptionEnded', { cause: 'ended' });
const moved = happened('SubscriptionChanged', { ...terms, url: elsewhere, moved: true });

/** The facts of most specs: the agency takes part, the cursor is one of its feed, and the event waits. */
const usual: SubscriptionFacts = { ...NO_FACTS, cursor: { at: 'cursor', isAhead: false }, isWaiting: true };
const create = (by: Partial<Actor> = {}) => commandOf('CreateSubscription', terms, by);
const status = (history: readonly SubscriptionEvent[], command: SubscriptionCommand) =>
  scenario(subscriptionRules, usual)
    .given(...history)
    .when(command)
    .state()?.status;

describe('subscribing', () => {
  it('waits for the consent of the endpoint', () => {
    scenario(subscriptionRules, usual).given().when(create()).then(created);
    expect(status([], create())).toBe('unconfirmed');
    expect(status([created], commandOf('ConfirmSubscription', { url: terms.url }))).toBe('active');
  });

  it('is not done twice', () => scenario(subscriptionRules, usual).given(created).when(create()).thenNothing());

  it('has a limit', () => {
    scenario(subscriptionRules, usual)
      .given()
      .knowing({ others: MOST_SUBSCRIPTIONS - 1 })
      .when(create())
      .then(created);
    scenario(subscriptionRules, usual)
      .given()
      .knowing({ others: MOST_SUBSCRIPTIONS })
      .when(create())
      .thenRefused('subscription.too-many', { most: MOST_SUBSCRIPTIONS });
  });

  it('never takes the place of what another agency has', () =>
    scenario(subscriptionRules, usual)
      .given(created)
      .when(create({ agency: 'ocmw-gent' }))
      .thenRefused('subscription.unknown'));
});

describe.each([
  ['ChangeSubscription', {}],
  ['ChangeSubscription', { url: elsewhere }],
  ['PauseSubscription', {}],
  ['ResumeSubscription', {}],
  ['ReplaySubscription', { after: 'cursor' }],
  ['SkipEvent', { eventId: 'e1', reason: 'x' }],
  ['RotateSecret', {}],
  ['EndSubscription', {}],
] as const)('%s', (type, data) => {
  it('is for the agency of the subscription alone: to others there is none', () => {
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .when(commandOf(type, data, { agency: 'ocmw-gent' }))
      .thenRefused('subscription.unknown', { subscriptionId });
    scenario(subscriptionRules, usual).given().when(commandOf(type, data)).thenRefused('subscription.unknown');
  });

  it.each(['worker', 'coordinator', 'manager'] as const)('is not for a %s', (role) =>
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .when(commandOf(type, data, { role }))
      .thenRefused('access.subscriptions-by-the-agency', { role }),
  );

  it('is refused when something has changed since it was read', () =>
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .when(commandOf(type, { ...data, version: 1 }))
      .thenRefused('request.stale', { expected: 1, actual: 2 }));

  it('comes to nothing once it has ended', () => {
    const command = scenario(subscriptionRules, usual).given(created, ended).when(commandOf(type, data));
    if (type === 'EndSubscription') command.thenNothing();
    else command.thenRefused('subscription.ended');
  });
});

describe('changing', () => {
  it('keeps what is left out', () =>
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .when(commandOf('ChangeSubscription', { types: ['be.regie.case.opened.v1'] }))
      .then(happened('SubscriptionChanged', { ...terms, types: ['be.regie.case.opened.v1'], moved: false })));

  it('asks for consent again when it is to another address, and only then', () => {
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .when(commandOf('ChangeSubscription', { url: elsewhere }))
      .then(moved);
    expect(status([created, confirmed], commandOf('ChangeSubscription', { url: elsewhere }))).toBe('unconfirmed');
    expect(status([created, confirmed], commandOf('ChangeSubscription', { mode: 'link' }))).toBe('active');
  });

  it('is nothing when it says what is so, in whatever order', () => {
    const listed = happened('SubscriptionChanged', { ...terms, themes: ['wonen', 'jeugd'], moved: false });
    scenario(subscriptionRules, usual)
      .given(created, listed)
      .when(commandOf('ChangeSubscription', { themes: ['jeugd', 'wonen'], url: terms.url }))
      .thenNothing();
  });

  it('does not count a consent for an address that it had before', () =>
    scenario(subscriptionRules, usual)
      .given(created, moved)
      .when(commandOf('ConfirmSubscription', { url: terms.url }))
      .thenNothing());
});

describe('pausing and resuming', () => {
  it('goes on from where it was', () => {
    expect(status([created, confirmed], commandOf('PauseSubscription', {}))).toBe('paused');
    expect(status([created, confirmed, paused], commandOf('ResumeSubscription', {}))).toBe('active');
    expect(status([created, confirmed, suspended], commandOf('ResumeSubscription', {}))).toBe('active');
  });

  it('still waits for consent when that was not given', () =>
    expect(status([created, paused], commandOf('ResumeSubscription', {}))).toBe('unconfirmed'));

  it('takes note of a consent that comes while it is paused', () => {
    expect(status([created, paused], commandOf('ConfirmSubscription', { url: terms.url }))).toBe('paused');
    expect(status([created, paused, confirmed], commandOf('ResumeSubscription', {}))).toBe('active');
  });

  it('pauses once', () =>
    scenario(subscriptionRules, usual).given(created, paused).when(commandOf('PauseSubscription', {})).thenNothing());
});

describe('what the deliveries come upon', () => {
  it('suspends it, as it was found', () =>
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .when(commandOf('SuspendSubscription', { cause: 'last-try-failed', version: 2 }))
      .then(suspended));

  it('does not suspend what has been resumed, or changed, in the meantime', () => {
    scenario(subscriptionRules, usual)
      .given(created, confirmed, resumed)
      .when(commandOf('SuspendSubscription', { cause: 'last-try-failed', version: 2 }))
      .thenNothing();
    scenario(subscriptionRules, usual)
      .given(created, confirmed, paused)
      .when(commandOf('SuspendSubscription', { cause: 'last-try-failed', version: 3 }))
      .thenNothing();
  });

  it('ends it when its endpoint is gone', () =>
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .when(commandOf('CloseSubscription', { cause: 'gone' }))
      .then(happened('SubscriptionEnded', { cause: 'gone' })));

  it.each([
    commandOf('ConfirmSubscription', { url: terms.url }),
    commandOf('SuspendSubscription', { cause: 'not-confirmed', version: 2 }),
    commandOf('CloseSubscription', { cause: 'gone' }),
  ])('is nothing to one that has ended: $type', (command) =>
    scenario(subscriptionRules, usual).given(created, ended).when(command).thenNothing(),
  );
});

describe('replaying', () => {
  it('goes back, never ahead', () => {
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .knowing({ cursor: { at: 'earlier', isAhead: false } })
      .when(commandOf('ReplaySubscription', { after: 'earlier' }))
      .then(happened('SubscriptionReplayed', { after: 'earlier' }));
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .knowing({ cursor: { at: 'later', isAhead: true } })
      .when(commandOf('ReplaySubscription', { after: 'later' }))
      .thenRefused('subscription.replay-ahead');
  });
});

describe('skipping', () => {
  const skip = commandOf('SkipEvent', { eventId: 'e1', reason: 'our endpoint cannot take it' });
  const skipped = happened('EventSkipped', { eventId: 'e1', reason: 'our endpoint cannot take it' });

  it('is of an event that waits', () => {
    scenario(subscriptionRules, usual).given(created, confirmed).when(skip).then(skipped);
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .knowing({ isWaiting: false })
      .when(skip)
      .thenRefused('subscription.event-not-waiting', { eventId: 'e1' });
  });

  it('counts once, and again behind a replay', () => {
    scenario(subscriptionRules, usual)
      .given(created, confirmed, skipped)
      .knowing({ isWaiting: false })
      .when(skip)
      .thenNothing();
    scenario(subscriptionRules, usual)
      .given(created, confirmed, skipped, happened('SubscriptionReplayed', { after: 'earlier' }))
      .when(skip)
      .then(skipped);
  });
});

describe('what is known of the agency, the address and the cursor', () => {
  const refused = (
    command: SubscriptionCommand,
    facts: Partial<SubscriptionFacts>,
    code: string,
    details: Readonly<Record<string, unknown>> = {},
  ) => scenario(subscriptionRules, usual).given(created, ended).knowing(facts).when(command).thenRefused(code, details);
  const change = commandOf('ChangeSubscription', { url: elsewhere });
  const replay = commandOf('ReplaySubscription', { after: 'c', version: 1 });

  it('refuses an agency that is unknown or takes no part before all else, unless it stops what it has', () => {
    const urlFault = 'not-public';
    for (const command of [
      create(),
      change,
      replay,
      commandOf('ResumeSubscription', {}),
      commandOf('RotateSecret', {}),
    ]) {
      refused(command, { agency: 'unknown', urlFault }, 'agency.not-known', { agency });
      refused(command, { agency: 'suspended', urlFault }, 'agency.not-active', { agency, state: 'suspended' });
    }
    for (const type of ['PauseSubscription', 'EndSubscription'] as const)
      scenario(subscriptionRules, usual)
        .given(created, confirmed)
        .knowing({ agency: 'suspended' })
        .when(commandOf(type, {}))
        .state();
  });

  it('refuses an address that may not be called, before the subscription is looked at', () =>
    refused(change, { urlFault: 'not-public' }, 'subscription.url-refused', { fault: 'not-public' }));

  it.each(['feed.cursor-malformed', 'feed.cursor-foreign', 'feed.cursor-unknown'] satisfies CursorFault[])(
    'refuses a cursor by %s, to the agency of the subscription alone',
    (fault) => {
      refused(create(), { cursor: { fault }, others: MOST_SUBSCRIPTIONS }, fault);
      refused(replay, { cursor: { fault } }, fault);
      refused({ ...replay, by: { ...system, agency: 'ocmw-gent' } }, { cursor: { fault } }, 'subscription.unknown');
    },
  );
});

it('rotates its keys with an overlap of a day', () =>
  scenario(subscriptionRules, usual)
    .given(created, happened('SecretRotated', { rotation: 1, overlapUntil: '2026-02-02T10:00:00.000Z' }))
    .when(commandOf('RotateSecret', {}))
    .then(happened('SecretRotated', { rotation: 2, overlapUntil: '2026-03-02T10:00:00.000Z' })));
