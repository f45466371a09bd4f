import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { SuspensionMail } from './suspension-mail.js';

it('a mail is given up and its connection cut when the server does not accept it in time, even if it keeps sending bytes', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    const drip = setInterval(() => socket.write('220-still here\r\n'), 20);
    socket.on('close', () => clearInterval(drip));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const mail = new SuspensionMail(
    { find: async () => 'ict@partner.example' },
    {
      smtpUrl: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
      mailFrom: 'regie@stad.example',
      publicUrl: 'https://regie.example',
    },
    300,
  );
  const started = performance.now();
  await expect(
    mail.send({ city: '44021', subscriptionId: 's1', url: 'https://partner.example/', cause: 'last-try-failed' }),
  ).rejects.toThrow();
  expect(performance.now() - started).toBeLessThan(3_000);
  if (!sockets[0]!.closed) await once(sockets[0]!, 'close');
  server.close();
});
