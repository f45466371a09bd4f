import { startPostgres } from '#testing/postgres';
import { until } from '#testing/until';
import { Notifications } from './index.js';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let url: string;
const open: Notifications[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase();
});
afterEach(async () => {
  for (const notifications of open.splice(0)) await notifications.close();
});
afterAll(() => postgres.stop());

/** The notifications of a process, and the topics of those that arrived there. */
const processOn = async (): Promise<Readonly<{ notifications: Notifications; arrived: string[] }>> => {
  const notifications = new Notifications(url, { name: 'regie-spec' });
  open.push(notifications);
  notifications.start();
  await until(() => notifications.listening);
  const arrived: string[] = [];
  for (const topic of ['one', 'two', 'three']) notifications.onNotify(topic, () => arrived.push(topic));
  return { notifications, arrived };
};

it('notifications of topics arrive in other processes, also those that come in while one is under way', async () => {
  const [sender, receiver] = [await processOn(), await processOn()];
  sender.notifications.notify('one');
  sender.notifications.notify('two');
  sender.notifications.notify('two');
  await until(() => receiver.arrived.length === 2);
  sender.notifications.notify('three');
  await until(() => receiver.arrived.length === 3);
  expect(receiver.arrived).toEqual(['one', 'two', 'three']);
});

it('notifications of a process do not arrive in the process itself', async () => {
  const [one, other] = [await processOn(), await processOn()];
  one.notifications.notify('one');
  await until(() => other.arrived.length === 1);
  other.notifications.notify('two');
  await until(() => one.arrived.length === 1);
  expect([one.arrived, other.arrived]).toEqual([['two'], ['one']]);
});

it('notifications end at once while the server does not answer', async () => {
  const notifications = new Notifications('postgres://nobody@127.0.0.1:9/nowhere', { name: 'spec' });
  notifications.start();
  notifications.notify('one');
  await notifications.close();
  expect(notifications.listening).toBe(false);
});

it('notifications that are not started send nothing and do not listen', async () => {
  const off = new Notifications(url, { name: 'spec' });
  const { arrived } = await processOn();
  off.notify('one');
  const { notifications } = await processOn();
  notifications.notify('two');
  await until(() => arrived.length === 1);
  expect([arrived, off.listening]).toEqual([['two'], false]);
  await off.close();
});
