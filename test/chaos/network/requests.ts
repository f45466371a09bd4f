import { parsePositionToken } from '#http';

/** A response, or with status 0 the reason why there was none, in `body.code`. */
export type Answer = Readonly<{
  /** 0: no answer */
  status: number;
  body: Record<string, unknown>;
  position: string | undefined;
}>;

/** Sends a request with a time limit. It never throws. */
export const request = async (
  url: string,
  {
    token,
    method = 'GET',
    body,
    key,
    after,
    withinMs,
  }: Readonly<{
    token?: string;
    method?: string;
    body?: unknown;
    key?: string;
    after?: string;
    withinMs: number;
  }>,
): Promise<Answer> => {
  try {
    const response = await fetch(url, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(key && { 'idempotency-key': key }),
        ...(after && { 'regie-after': after }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(withinMs),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    return { status: response.status, body: answer, position: response.headers.get('regie-position') ?? undefined };
  } catch (error) {
    const { name, message, cause } = error as Error;
    const code = (cause as { code?: string } | undefined)?.code;
    const says = name === 'TimeoutError' ? `no answer within ${withinMs} ms` : (code ?? message);
    return { status: 0, body: { code: says }, position: undefined };
  }
};

/** Describes an answer that is not a success. */
export const saysOf = ({ status, body }: Answer): string =>
  `${status > 0 ? `${status} ` : ''}${(body.code as string | undefined) ?? ''}`.trim();

/** An acknowledged write: its position in the log of its context. */
export type Acknowledged = Readonly<{
  name: string;
  context: string;
  position: string;
  digest: string;
  revision: number;
}>;

export const acknowledgedAt = (name: string, position: string): Acknowledged => ({
  name,
  ...parsePositionToken(position),
});
