import { Client as Connection } from 'undici';

export type HttpRequest = Readonly<{ method: 'GET' | 'POST'; path: string; token: string; body?: object }>;

export type Answer = Readonly<{ body: string; position?: string }>;

/** `milliseconds`: from the first request to the last answer. `position`: `Regie-Position` of the last answer that had one. */
export type Answered = Readonly<{ requests: number; milliseconds: number; position?: string }>;

/**
 * Concurrent clients of one server, each with a connection that stays open and one request at a time. They run in the
 * process of a side, whose processor time does not count when the side names the server in `counted`.
 */
export class HttpClients {
  private readonly clients: readonly Connection[];
  private sent = 0;

  constructor(url: string, clients: number) {
    this.clients = Array.from({ length: clients }, () => new Connection(url));
  }

  /**
   * Sends requests for this time. Each client sends its next request when the last one is answered. `requestOf` gets
   * the number of the request, which never comes twice.
   * @throws {Error} when an answer is not a success
   */
  async send(milliseconds: number, requestOf: (nth: number) => HttpRequest): Promise<Answered> {
    const start = performance.now();
    let requests = 0;
    let position: string | undefined;
    await Promise.all(
      this.clients.map(async (client) => {
        while (performance.now() - start < milliseconds) {
          position = (await ask(client, requestOf(this.sent++))).position ?? position;
          requests++;
        }
      }),
    );
    return { requests, milliseconds: performance.now() - start, position };
  }

  /** Sends these requests with all clients, and returns the answers in the order of the requests. */
  async sendAll(requests: readonly HttpRequest[]): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    let next = 0;
    await Promise.all(
      this.clients.map(async (client) => {
        for (let nth = next++; nth < requests.length; nth = next++) answers[nth] = await ask(client, requests[nth]!);
      }),
    );
    return answers;
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()));
  }
}

const ask = async (client: Connection, { method, path, token, body }: HttpRequest): Promise<Answer> => {
  const answer = await client.request({
    method,
    path,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${method} ${path} answers ${answer.statusCode}: ${text}`);
  return { body: text, position: answer.headers['regie-position'] as string | undefined };
};
