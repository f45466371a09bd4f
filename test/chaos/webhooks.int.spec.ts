import { webhookChaos } from './webhooks.js';

it('the hub delivers every event to every endpoint in order, and its delivery counts add up, while endpoints misbehave and the process is killed (P6)', async () => {
  const said: string[] = [];
  const {
    deliveries,
    repeats,
    checks,
    seconds: _,
    ended,
    ...faults
  } = await webhookChaos({
    subscriptions: 18,
    events: 40,
    kills: 1,
    everyMs: 1_500,
    seed: 11,
    say: (line) => said.push(line),
  });
  expect({ ...faults, said }).toEqual({ unbalanced: [], disordered: [], missing: [], renamed: [], starved: [], said });
  expect(deliveries).toBeGreaterThan(17 * 40);
  // The endpoint whose responses are lost gets events again.
  expect(repeats).toBeGreaterThan(0);
  expect(checks).toBeGreaterThan(20);
  expect(ended).toBe(1);
}, 240_000);
