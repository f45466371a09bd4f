import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { brusselsDate } from '#kernel';
import { withClient } from '#postgres';
import { type DatabaseRoles, rolesOn } from '#testing/database-roles';
import { describeWithKafka, startKafka, type TestKafka } from '#testing/kafka';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { loadDemonstration, tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { kafkaSettings } from '../journeys/services.js';
import { type Build, lastRelease, removeBuild, thisRelease } from './builds.js';
import { addressFor, Fleet } from './fleet.js';
import { EXPECTED_REFUSALS, Journey } from './journey.js';
import { describeWithLastRelease } from './last-release.js';
import { commandsIn, differences } from './log.js';
import { migrateTo } from './migrate-to.js';
import { PUBLISHES_A_FIELD } from './next-release.js';
import { Partners } from './partners.js';

const today = brusselsDate(new Date());
/** The readers of the changed event come first; the service that publishes it is the last. */
const READERS_FIRST = ['partners', 'teams', 'mandates', 'cases'] as const;
/** The longest wait until messages are set aside or taken up, on a busy machine. */
const FAILED_WITHIN_MS = 60_000;
type Service = (typeof READERS_FIRST)[number];

type FailedMessages = Readonly<{ reasons: readonly string[]; stored: number }>;

/** The failed messages of a service. `stored` counts all of them since the beginning, without those that are gone. */
const failedMessagesIn = (url: string, service: Service): Promise<FailedMessages> =>
  withClient(url, { purpose: 'checks', name: 'spec' }, async (client) => {
    const { rows } = await client.query<{ reasons: readonly string[]; stored: number }>(
      `SELECT ARRAY (SELECT reason FROM ${service}.failed_messages ORDER BY id) AS reasons,
              coalesce(pg_sequence_last_value(pg_get_serial_sequence('${service}.failed_messages', 'id')::regclass), 0)::int AS stored`,
    );
    return rows[0]!;
  });

await describeWithKafka('over Kafka', () => {
  describeWithLastRelease('the services of the last release', () => {
    let postgres: TestPostgres;
    let kafka: TestKafka;
    let fleet: Fleet;
    let last: Build;
    let next: Build;
    let journey: Journey;
    let partners: Partners;
    let before: ReadonlyMap<string, number>;
    const databases = new Map<string, string>();
    const roles = new Map<string, DatabaseRoles>();

    beforeAll(async () => {
      [postgres, kafka] = await Promise.all([startPostgres(), startKafka()]);
      [last, next] = await Promise.all([lastRelease(), thisRelease('next', PUBLISHES_A_FIELD)]);
      for (const service of READERS_FIRST) {
        const database = await postgres.createDatabase();
        databases.set(service, database);
        roles.set(service, await rolesOn(database));
      }
      fleet = await Fleet.open(READERS_FIRST, (service, build) => ({
        ...addressFor(build, roles.get(service)!),
        ...kafkaSettings(kafka),
      }));
      await fleet.command('mandates', last, ['topics', 'apply']);
      await startAll(last);
      const position = await loadDemonstration(fleet.url, today, (person) => tokenFor(fleet.url, person));
      before = new Map([...(await logs())].map(([service, commands]) => [service, commands.length]));
      journey = new Journey(fleet.url, today, last, next, position);
      partners = new Partners(journey);
      await partners.subscribe();
    }, 240_000);
    afterAll(async () => {
      await fleet.close();
      await partners.stop();
      await removeBuild(next);
      await Promise.all([postgres.stop(), kafka.stop()]);
    }, 60_000);

    const startAll = (build: Build): Promise<unknown> =>
      Promise.all(READERS_FIRST.map((service) => fleet.start(service, build)));
    const startNext = async (service: Service): Promise<void> => {
      await migrateTo(fleet, service, next, roles.get(service)!);
      await fleet.start(service, next);
    };
    const stop = async (program: Service, build: Build): Promise<void> => {
      expect([program, await fleet.stop({ program, build })]).toEqual([program, 0]);
    };
    const logs = async () => {
      const read = [...databases].map(async ([service, url]) => [service, await commandsIn(url)] as const);
      return new Map(await Promise.all(read));
    };
    const failedMessages = (service: Service): Promise<FailedMessages> =>
      failedMessagesIn(databases.get(service)!, service);
    /** Waits until the failed messages of a service are so. Each look is a new connection, so there are few. */
    const untilFailedMessages = async (service: Service, are: (found: FailedMessages) => boolean): Promise<void> => {
      for (const deadline = Date.now() + FAILED_WITHIN_MS; ; await pause(250)) {
        const found = await failedMessages(service);
        if (are(found)) return;
        if (Date.now() > deadline) throw new Error(`failed messages of ${service}: ${JSON.stringify(found)}`);
      }
    };
    const expectAllKept = async (refusals: readonly string[] = EXPECTED_REFUSALS): Promise<void> => {
      for (const service of READERS_FIRST) await untilFailedMessages(service, ({ reasons }) => reasons.length === 0);
      expect(differences(journey.exchanges, await logs(), before)).toEqual({ lost: [], unacknowledged: [] });
      expect(await partners.faults()).toEqual([]);
      expect(journey.disagreements).toEqual([]);
      expect(journey.exchanges.filter(({ status, code }) => status >= 400 && !refusals.includes(code!))).toEqual([]);
    };
    /** Opens a case under the first mandate, and returns the answer. */
    const open = () =>
      journey.once(
        'an.peeters',
        'POST',
        '/v1/cases',
        randomUUID(),
        {
          title: 'Litter around the park',
          neighbourhood: '7',
          theme: 'leefbaarheid',
          why: 'People meet in that square; its users live around it.',
          scope: 'The square and the streets around it.',
          invite: ['woningent'],
        },
        next.name,
      );

    it('are replaced one after the other, readers first, while the main job goes on: nothing is lost, refused or set aside', async () => {
      for (const [index, service] of READERS_FIRST.entries()) {
        await startNext(service);
        await journey.round(String(15 + index));
        await stop(service, last);
      }
      await expectAllKept();
      for (const service of READERS_FIRST) expect((await failedMessages(service)).stored).toBe(0);
    }, 240_000);

    it('start again alone on the writes of the next release, keep all and go on', async () => {
      for (const service of READERS_FIRST) await stop(service, next);
      await startAll(last);
      await journey.round('19');
      await expectAllKept();
    }, 240_000);

    it('set aside what they cannot read when the publisher is replaced first', async () => {
      await startNext('cases');
      await stop('cases', last);
      const opened = await open();
      expect(opened.exchange).toMatchObject({ status: 201, release: next.name });
      const caseId = String(opened.reply.body['caseId']);
      const accepted = await journey.once(
        'tom.maes',
        'POST',
        `/v1/cases/${caseId}/participants/woningent/acceptance`,
        randomUUID(),
        undefined,
        next.name,
      );
      expect(accepted.exchange.status).toBe(200);
      for (const service of ['mandates', 'partners'] as const)
        await untilFailedMessages(
          service,
          ({ reasons }) => reasons.includes('message.wrong-schema') && reasons.includes('order.behind'),
        );
      const waiting = await journey.once('woningent-api', 'GET', '/v1/feed?limit=1', '', undefined, last.name);
      expect(waiting.exchange).toMatchObject({
        status: 503,
        code: 'read-model.behind',
        retryAfter: expect.any(Number),
      });
    }, 240_000);

    it('go on to do so beside the next release, which takes up all of it in order, without an operator', async () => {
      await Promise.all((['mandates', 'partners'] as const).map(startNext));
      // Two readers of three partitions: a case goes to either.
      const { stored } = await failedMessages('partners');
      for (let more = 0; more === 0; more = (await failedMessages('partners')).stored - stored) {
        expect((await open()).exchange.status).toBe(201);
        await untilFailedMessages('partners', ({ reasons }) => reasons.length === 0);
      }
      await journey.round('20');
      await expectAllKept([...EXPECTED_REFUSALS, 'read-model.behind']);
    }, 240_000);

    it('are replaced in this order too, and nothing is lost', async () => {
      await startNext('teams');
      for (const service of ['mandates', 'partners', 'teams'] as const) await stop(service, last);
      await journey.round('21');
      await expectAllKept([...EXPECTED_REFUSALS, 'read-model.behind']);
      const rounds = journey.exchanges.filter(({ path, status }) => path.endsWith('/completion') && status === 200);
      expect(await partners.count('be.regie.case.commitment-done.v1')).toBe(rounds.length);
    }, 240_000);
  });
});
