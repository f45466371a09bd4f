import { webhookMessage } from './webhook-message.js';

const events = ['{"id":"e1"}', '{"id":"e2"}'];

it('several events make a batch, and no message of another content mode, which would lose all but one', () => {
  expect(webhookMessage(events, { mode: 'thin', content: 'batch' }).body).toBe(`[${events.join(',')}]`);
  for (const content of ['structured', 'binary'] as const) {
    expect(() => webhookMessage(events, { mode: 'thin', content })).toThrow(RangeError);
    expect(() => webhookMessage([], { mode: 'thin', content })).toThrow(RangeError);
  }
});
