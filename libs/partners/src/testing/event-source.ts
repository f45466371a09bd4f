import { until } from '#testing/until';

export type Message = Readonly<{ event: string; data: Record<string, unknown>; id: string }>;

/** A client of Server-Sent Events that follows the specification (HTML, section 9.2.6) and keeps the messages. */
export class EventSource {
  readonly messages: Message[] = [];
  comments = 0;
  retry: number | undefined;
  /** the id to send with the next connection */
  lastEventId = '';
  ended = false;

  private constructor(
    readonly response: Response,
    private readonly aborting: AbortController,
  ) {
    void this.read()
      .catch(() => undefined)
      .finally(() => (this.ended = true));
  }

  static async open(url: string, token: string, { lastEventId }: { lastEventId?: string } = {}): Promise<EventSource> {
    const aborting = new AbortController();
    const headers = { authorization: `Bearer ${token}`, ...(lastEventId && { 'last-event-id': lastEventId }) };
    return new EventSource(await fetch(url, { headers, signal: aborting.signal }), aborting);
  }

  /** The CloudEvents received so far. */
  get events(): Record<string, unknown>[] {
    return this.messages.filter(({ event }) => event === 'message').map(({ data }) => data);
  }

  /** Resolves when the condition holds. */
  async until(what: (source: EventSource) => boolean, withinMs?: number): Promise<void> {
    await until(() => what(this), withinMs).catch((error: unknown) =>
      Promise.reject(new Error(`${(error as Error).message}; so far: ${JSON.stringify(this.messages.slice(-5))}`)),
    );
  }

  close(): void {
    this.aborting.abort();
  }

  private async read(): Promise<void> {
    let text = '';
    for await (const chunk of this.response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) this.take(block.split('\n'));
    }
  }

  private take(lines: readonly string[]): void {
    let [event, data] = ['message', ''];
    for (const line of lines) {
      const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line)!;
      if (field === '') this.comments++;
      if (field === 'id') this.lastEventId = value!;
      if (field === 'retry') this.retry = Number(value);
      if (field === 'event') event = value!;
      if (field === 'data') data += value;
    }
    if (data !== '') this.messages.push({ event, data: JSON.parse(data), id: this.lastEventId });
  }
}
