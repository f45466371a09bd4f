import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { cases } from '#cases';
import { caseOpened, coordinationLost, mandateEnded, TOPICS } from '#contracts';
import { brusselsDate } from '#kernel';
import { mandates } from '#mandates';
import { partners } from '#partners';
import { teams } from '#teams';
import { startTestService } from '#testing/http';
import { describeWithKafka, startKafka } from '#testing/kafka';
import { startPostgres } from '#testing/postgres';
import { until } from '#testing/until';
import { traceIdOf } from '#tracing';
import { PEOPLE } from '../../apps/hub/src/demonstration/ghent.js';
import { loadDemonstration, type Person, tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { OtlpReceiver } from './otlp-receiver.js';
import { Services } from './services.js';

/** The W3C trace context of both requests: the one that opens the case, and the one that ends its mandate. */
const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const TRACE_ID = traceIdOf(TRACE);
const today = brusselsDate(new Date());

/** Opens a case and ends its mandate, both within the trace, so that the case loses its coordination. Returns the id of the case. */
const endMandateOfCase = async (url: string, tokenOf: (person: Person) => Promise<string>): Promise<string> => {
  await loadDemonstration(url, today, tokenOf);
  const [an, marc] = await Promise.all([tokenOf('an.peeters'), tokenOf('marc.claes')]);
  let position: string | undefined;
  const ask = async (
    token: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Record<string, string>> => {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(`${url}/v1/${path}`, {
        method: body ? 'POST' : 'GET',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          ...(position && { 'regie-after': position }),
          ...headers,
        },
        body: body && JSON.stringify(body),
      });
      const answer = (await response.json()) as Record<string, string>;
      // The events that this request depends on may not have arrived at the other service yet.
      const early = ['case.no-mandate', 'neighbourhood.not-known', 'agency.not-known', 'read-model.behind'].includes(
        answer.code ?? '',
      );
      if (!response.ok && (!early || attempt > 50)) throw new Error(`${path}: ${JSON.stringify(answer)}`);
      position = response.headers.get('regie-position') ?? position;
      if (response.ok) return answer;
      await pause(200);
    }
  };
  const opening = {
    title: 'Litter',
    neighbourhood: '4',
    theme: 'leefbaarheid',
    why: 'Around the park.',
    scope: 'The park.',
    invite: [],
  };
  const { caseId } = await ask(an, 'cases', opening, { traceparent: TRACE });
  const { mandateId } = await ask(marc, 'mandates/holder?neighbourhood=4&theme=leefbaarheid');
  const decision = { body: 'college', reference: '2026_CBS_00099', date: today };
  await ask(marc, `mandates/${mandateId}/end`, { on: today, reason: 'It is done.', decision }, { traceparent: TRACE });
  return caseId!;
};

it('a trace continues from a request to its event, and to the reaction of another context', async () => {
  const service = await startTestService([mandates, cases, partners, teams]);
  try {
    const caseId = await endMandateOfCase(service.url, (person) =>
      service.token(PEOPLE.find(({ username }) => username === person)),
    );
    const lost = await until(async () =>
      (await service.store.read(`case-44021-${caseId}`)).find(({ type }) => type === 'CoordinationLost'),
    );
    const ended = (await service.store.read('mandates-44021')).find(({ type }) => type === 'MandateEnded');
    expect([ended?.metadata.traceparent, lost.metadata.traceparent]).toEqual([TRACE, TRACE]);
    const traced = (await service.store.readAll('0', 1_000)).filter(({ metadata }) => metadata.traceparent === TRACE);
    expect(traced.map(({ type }) => type)).toEqual(['CaseOpened', 'MandateEnded', 'CoordinationLost']);
  } finally {
    await service.stop();
  }
});

await describeWithKafka('a trace over Kafka', () => {
  it('continues from a request through the topic of its context into another service and its topic', async () => {
    const [postgres, kafka, receiver] = await Promise.all([startPostgres(), startKafka(), OtlpReceiver.start()]);
    const services = await Services.start(postgres, kafka, {
      more: { ...receiver.environment, OTEL_METRICS_EXPORTER: 'none' },
    });
    const consumer = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).consumer({
      groupId: `${kafka.prefix}trace`,
    });
    try {
      const caseId = await endMandateOfCase(services.url, (person) => tokenFor(services.url, person));
      const traced: { type: string; subject: string }[] = [];
      await consumer.connect();
      await consumer.subscribe({
        topics: [TOPICS.mandates, TOPICS.cases].map((topic) => kafka.prefix + topic),
        fromBeginning: true,
      });
      await consumer.run({
        eachMessage: async ({ message: { headers } }) => {
          const said = (name: string): string => String(headers?.[`ce_${name}`]);
          if (traceIdOf(said('traceparent')) === TRACE_ID)
            traced.push({ type: said('type'), subject: said('subject') });
        },
      });
      await until(
        () =>
          traced.some(({ type, subject }) => type === coordinationLost.type && subject === caseId) &&
          traced.some(({ type }) => type === mandateEnded.type),
      );
      expect(new Set(traced.map(({ type }) => type))).toEqual(
        new Set([caseOpened.type, mandateEnded.type, coordinationLost.type]),
      );
      const spans = (): string[] =>
        receiver.spans
          .filter(({ traceId }) => traceId === TRACE_ID)
          .map(({ service, name }) => `${String(service)}: ${name}`);
      const expected = [
        'regie-hub-mandates: POST /v1/mandates/:id/end',
        'regie-hub-mandates: command EndMandate',
        'regie-hub-mandates: append',
        `regie-hub-mandates: publish ${TOPICS.mandates}`,
        'regie-hub-cases: process cases.follow-register',
        'regie-hub-cases: command FollowRegister',
        'regie-hub-cases: append',
        `regie-hub-cases: publish ${TOPICS.cases}`,
        'regie-hub-partners: process partners.feed',
      ];
      await until(() => expected.every((span) => spans().includes(span))).catch(() => undefined);
      expect(spans()).toEqual(expect.arrayContaining(expected));
    } catch (error) {
      throw new Error([String(error), ...services.lines.slice(-20)].join('\n'));
    } finally {
      await consumer.disconnect();
      await services.stop();
      await Promise.all([postgres.stop(), kafka.stop(), receiver.stop()]);
    }
  }, 300_000);
});
