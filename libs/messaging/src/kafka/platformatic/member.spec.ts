import * as library from '@platformatic/kafka';
import { BrokersSilent } from '../call-deadlines.js';
import { PlatformaticMember } from './member.js';

const SESSION_MS = 10_000;

/** A consumer whose events a spec can emit. */
class Consumer extends library.Consumer {
  static last: Consumer;
  constructor(readonly options: library.ConsumerOptions<Buffer, Buffer, Buffer, Buffer>) {
    super(options);
    Consumer.last = this;
  }
}

it('a member fails whose heartbeats have no answer for the time of its session, unless it leaves', async () => {
  const failures: unknown[] = [];
  const member = new PlatformaticMember(
    { ...library, Consumer: Consumer as unknown as typeof library.Consumer },
    { brokers: () => ['127.0.0.1:9'], clientId: 'spec', tls: undefined, sasl: undefined },
    {
      group: 'spec',
      topics: ['spec'],
      sessionMs: SESSION_MS,
      given: () => undefined,
      take: () => Promise.resolve(),
      failed: (error) => void failures.push(error),
      over: () => false,
    },
    { error: () => undefined, warn: () => undefined },
  );
  const joining = member.join().catch(() => undefined);
  const stall = () => Consumer.last.emit('consumer:heartbeat:stalled', { lastHeartbeat: null, stalledFor: SESSION_MS });
  expect(Consumer.last.options).toMatchObject({ heartbeatStallTimeout: SESSION_MS });
  stall();
  expect(failures).toEqual([expect.any(BrokersSilent)]);
  const leaving = member.leave();
  stall();
  expect(failures).toHaveLength(1);
  await Promise.all([joining, leaving]);
});
