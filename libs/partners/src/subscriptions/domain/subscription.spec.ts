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
  signatures: ['hmac'],
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

/** The facts of most specs: the agency is active, the cursor is valid, and the event waits for delivery. */
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

  it('twice records one event', () => scenario(subscriptionRules, usual).given(created).when(create()).thenNothing());

  it('is refused beyond the limit of an agency', () => {
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

  it('under the id of a subscription of another agency is refused', () =>
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
  it('is refused as unknown to other agencies', () => {
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .when(commandOf(type, data, { agency: 'ocmw-gent' }))
      .thenRefused('subscription.unknown', { subscriptionId });
    scenario(subscriptionRules, usual).given().when(commandOf(type, data)).thenRefused('subscription.unknown');
  });

  it.each(['worker', 'coordinator', 'manager'] as const)('is refused to a %s', (role) =>
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .when(commandOf(type, data, { role }))
      .thenRefused('access.subscriptions-by-the-agency', { role }),
  );

  it('is refused at a stale version', () =>
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .when(commandOf(type, { ...data, version: 1 }))
      .thenRefused('request.stale', { expected: 1, actual: 2 }));

  it('is refused after the end, but for another end, which records nothing', () => {
    const command = scenario(subscriptionRules, usual).given(created, ended).when(commandOf(type, data));
    if (type === 'EndSubscription') command.thenNothing();
    else command.thenRefused('subscription.ended');
  });
});

describe('changing', () => {
  it('keeps the terms that are left out', () =>
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .when(commandOf('ChangeSubscription', { types: ['be.regie.case.opened.v1'] }))
      .then(happened('SubscriptionChanged', { ...terms, types: ['be.regie.case.opened.v1'], moved: false })));

  it('keeps both signatures of a subscription from before they could be chosen', () => {
    const { signatures: _, ...recorded } = terms;
    const before = happened('SubscriptionCreated', { ...recorded, after: 'cursor' });
    const both = { ...terms, signatures: ['hmac', 'ed25519'] };
    const changed = scenario(subscriptionRules, usual).given(before, confirmed);
    changed
      .when(commandOf('ChangeSubscription', { mode: 'link' }))
      .then(happened('SubscriptionChanged', { ...both, mode: 'link', moved: false }));
    changed.when(commandOf('ChangeSubscription', { signatures: ['ed25519', 'hmac'] })).thenNothing();
    changed
      .when(commandOf('ChangeSubscription', { signatures: ['hmac'] }))
      .then(happened('SubscriptionChanged', { ...terms, moved: false }));
  });

  it('asks for consent again at another address, and only then', () => {
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .when(commandOf('ChangeSubscription', { url: elsewhere }))
      .then(moved);
    expect(status([created, confirmed], commandOf('ChangeSubscription', { url: elsewhere }))).toBe('unconfirmed');
    expect(status([created, confirmed], commandOf('ChangeSubscription', { mode: 'link' }))).toBe('active');
  });

  it('to the same terms records nothing, in any order of the values', () => {
    const listed = happened('SubscriptionChanged', { ...terms, themes: ['wonen', 'jeugd'], moved: false });
    scenario(subscriptionRules, usual)
      .given(created, listed)
      .when(commandOf('ChangeSubscription', { themes: ['jeugd', 'wonen'], url: terms.url }))
      .thenNothing();
  });

  it('ignores a consent for an earlier address', () =>
    scenario(subscriptionRules, usual)
      .given(created, moved)
      .when(commandOf('ConfirmSubscription', { url: terms.url }))
      .thenNothing());
});

describe('pausing and resuming', () => {
  it('returns a confirmed subscription to active', () => {
    expect(status([created, confirmed], commandOf('PauseSubscription', {}))).toBe('paused');
    expect(status([created, confirmed, paused], commandOf('ResumeSubscription', {}))).toBe('active');
    expect(status([created, confirmed, suspended], commandOf('ResumeSubscription', {}))).toBe('active');
  });

  it('returns a subscription without consent to unconfirmed', () =>
    expect(status([created, paused], commandOf('ResumeSubscription', {}))).toBe('unconfirmed'));

  it('keeps a consent that comes during the pause', () => {
    expect(status([created, paused], commandOf('ConfirmSubscription', { url: terms.url }))).toBe('paused');
    expect(status([created, paused, confirmed], commandOf('ResumeSubscription', {}))).toBe('active');
  });

  it('records one pause when it is paused twice', () =>
    scenario(subscriptionRules, usual).given(created, paused).when(commandOf('PauseSubscription', {})).thenNothing());
});

describe('a command of the delivery worker', () => {
  it('suspends the subscription at the version that it read', () =>
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .when(commandOf('SuspendSubscription', { cause: 'last-try-failed', version: 2 }))
      .then(suspended));

  it('does not suspend a subscription that was resumed or paused meanwhile', () => {
    scenario(subscriptionRules, usual)
      .given(created, confirmed, resumed)
      .when(commandOf('SuspendSubscription', { cause: 'last-try-failed', version: 2 }))
      .thenNothing();
    scenario(subscriptionRules, usual)
      .given(created, confirmed, paused)
      .when(commandOf('SuspendSubscription', { cause: 'last-try-failed', version: 3 }))
      .thenNothing();
  });

  it('ends the subscription when its endpoint is gone', () =>
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .when(commandOf('CloseSubscription', { cause: 'gone' }))
      .then(happened('SubscriptionEnded', { cause: 'gone' })));

  it.each([
    commandOf('ConfirmSubscription', { url: terms.url }),
    commandOf('SuspendSubscription', { cause: 'not-confirmed', version: 2 }),
    commandOf('CloseSubscription', { cause: 'gone' }),
  ])('records nothing for an ended subscription: $type', (command) =>
    scenario(subscriptionRules, usual).given(created, ended).when(command).thenNothing(),
  );
});

describe('replaying', () => {
  it('from an earlier position is recorded, and from a later one refused', () => {
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

  it('is recorded for an event that waits, and refused for any other', () => {
    scenario(subscriptionRules, usual).given(created, confirmed).when(skip).then(skipped);
    scenario(subscriptionRules, usual)
      .given(created, confirmed)
      .knowing({ isWaiting: false })
      .when(skip)
      .thenRefused('subscription.event-not-waiting', { eventId: 'e1' });
  });

  it('the same event twice records one event, and a second one after a replay', () => {
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

describe('the rules about agency, address and cursor', () => {
  const refused = (
    command: SubscriptionCommand,
    facts: Partial<SubscriptionFacts>,
    code: string,
    details: Readonly<Record<string, unknown>> = {},
  ) => scenario(subscriptionRules, usual).given(created, ended).knowing(facts).when(command).thenRefused(code, details);
  const change = commandOf('ChangeSubscription', { url: elsewhere });
  const replay = commandOf('ReplaySubscription', { after: 'c', version: 1 });

  it('refuse an unknown or suspended agency first, except for commands that stop a subscription', () => {
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

  it('refuse a forbidden address before the state of the subscription', () =>
    refused(change, { urlFault: 'not-public' }, 'subscription.url-refused', { fault: 'not-public' }));

  it.each(['feed.cursor-malformed', 'feed.cursor-foreign', 'feed.cursor-unknown'] satisfies CursorFault[])(
    'refuse a cursor as %s, and only to the agency of the subscription',
    (fault) => {
      refused(create(), { cursor: { fault }, others: MOST_SUBSCRIPTIONS }, fault);
      refused(replay, { cursor: { fault } }, fault);
      refused({ ...replay, by: { ...system, agency: 'ocmw-gent' } }, { cursor: { fault } }, 'subscription.unknown');
    },
  );
});

it('rotating the keys leaves an overlap of a day', () =>
  scenario(subscriptionRules, usual)
    .given(created, happened('SecretRotated', { rotation: 1, overlapUntil: '2026-02-02T10:00:00.000Z' }))
    .when(commandOf('RotateSecret', {}))
    .then(happened('SecretRotated', { rotation: 2, overlapUntil: '2026-03-02T10:00:00.000Z' })));
