import { randomUUID } from 'node:crypto';
import { Controller, Get, Inject, Module, Post } from '@nestjs/common';
import { Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { Requires } from '#access';
import { type EventStore, MemoryEventStore } from '#event-store';
import { CurrentWrite, NeverHeldBack, Write, WriteHeaders, WriteResult } from '#http';
import { ownEvents, projection } from '#messaging';
import { startTestService, type TestService } from '#testing/http';
import { until } from '#testing/until';
import { type ContextDefinition, ContextModule, EVENT_STORE, ProcessorRegistry } from './index.js';

const { jest } = import.meta;
const STREAM = 'mandates-44021';

@Controller('v1/notes')
class NotesController {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  @Requires('case:open')
  @Get()
  list() {
    return {};
  }

  @Requires('case:open')
  @Post()
  @WriteHeaders()
  async add(@CurrentWrite() write: Write) {
    const text = write.newId();
    const appended = await this.store.append(STREAM, 'any', [{ type: 'Noted', data: { text } }], {
      commandId: randomUUID(),
    });
    return new WriteResult({}, { stream: STREAM, ...appended });
  }

  @Requires('case:open')
  @Post('stop')
  @WriteHeaders()
  @NeverHeldBack()
  stop(@CurrentWrite() write: Write) {
    return this.add(write);
  }
}

class Notes1767222000100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE TABLE note (text text NOT NULL)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE note');
  }
}

@Entity('note')
class NoteRow {
  @PrimaryColumn('text') text: string;
}

const notes = projection({
  name: 'mandates.notes',
  from: ownEvents<{ type: 'Noted'; data: { text: string } }>(),
  entities: [NoteRow],
  fold: ({ data }, tables) => {
    tables(NoteRow).insert({ text: data.text });
  },
});

/** Lets each page of the projection wait for `step` or `open`. */
class PageBrake {
  private isOpen = true;
  private fails = false;
  private readonly waiting: (() => void)[] = [];

  async pass(): Promise<void> {
    if (!this.isOpen && !this.fails) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.waiting.push(resolve);
      await promise;
    }
    if (this.fails) throw new Error('the table is gone');
  }

  close(): void {
    this.isOpen = false;
  }

  get pages(): number {
    return this.waiting.length;
  }

  step(): void {
    this.waiting.shift()!();
  }

  /** Lets every page fail from now on. */
  fail(): void {
    this.fails = true;
    this.step();
  }

  open(): void {
    this.fails = false;
    this.isOpen = true;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

const brake = new PageBrake();
const context: ContextDefinition = {
  name: 'mandates',
  migrations: [Notes1767222000100],
  projections: [
    {
      ...notes,
      apply: async (events, tx) => {
        await brake.pass();
        await notes.apply(events, tx);
      },
    },
  ],
  publishes: () => undefined,
};

@Module({ imports: [ContextModule.of(context)], controllers: [NotesController] })
class NotesModule {}

let service: TestService;
let registry: ProcessorRegistry;
const store = new MemoryEventStore();
/** the seconds by which the clock of the registry is ahead */
let ahead = 0;

beforeAll(async () => {
  service = await startTestService([{ module: NotesModule, definition: context, problems: {} }], store);
  registry = service.app.get(ProcessorRegistry);
  const observe = registry.observe.bind(registry);
  // The process observes its processors every two seconds, by the same clock.
  jest.spyOn(registry, 'observe').mockImplementation(() => observe(performance.now() + ahead * 1_000));
});
afterAll(() => service.stop());
afterEach(async () => {
  brake.open();
  expect(await registry.settled(10_000)).toBe(true);
  await registry.observe();
});

const send = async (method: string, path: string) => {
  const authorization = `Bearer ${await service.token()}`;
  const response = await fetch(service.url + path, { method, headers: { authorization } });
  return { status: response.status, headers: response.headers, body: (await response.json()) as object };
};
const add = () => send('POST', '/v1/notes');
const position = (): string => registry.positions()[0]![1];

/** Lets the projection move on one page, and be twelve seconds behind the next one. */
const fallBehind = async (): Promise<void> => {
  await add();
  expect(await registry.settled(10_000)).toBe(true);
  await registry.observe();
  brake.close();
  await add();
  await until(() => brake.pages === 1);
  await add();
  await registry.observe();
  ahead += 12;
  await move();
};

const move = async (): Promise<void> => {
  const before = position();
  brake.step();
  await until(() => position() !== before);
  await until(() => brake.pages === 1);
  await registry.observe();
};

describe('a write', () => {
  it('is refused while a read model moves and is more than ten seconds behind, and nothing of it is done', async () => {
    await fallBehind();
    const head = await store.head();
    const { status, headers, body } = await add();
    expect([status, body]).toEqual([
      503,
      expect.objectContaining({ code: 'processors.behind', processor: 'mandates.notes', behindSeconds: 12 }),
    ]);
    expect(headers.get('retry-after')).toBe('4');
    expect(await store.head()).toBe(head);
  });

  it('is accepted again as soon as the read model has caught up', async () => {
    await fallBehind();
    expect(await add()).toMatchObject({ status: 503 });
    brake.open();
    await until(async () => (await add()).status === 201);
  });

  it('that stops harm, and a read, are not refused', async () => {
    await fallBehind();
    expect(await send('POST', '/v1/notes/stop')).toMatchObject({ status: 201 });
    expect(await send('GET', '/v1/notes')).toMatchObject({ status: 200 });
  });

  it('is accepted while a read model that is behind stands still', async () => {
    await fallBehind();
    ahead += 6;
    await registry.observe();
    expect(await add()).toMatchObject({ status: 201 });
  });

  it('is accepted while a read model that is behind fails', async () => {
    await fallBehind();
    brake.fail();
    await until(() => 'mandates.notes' in registry.problems());
    await registry.observe();
    expect(await add()).toMatchObject({ status: 201 });
  });
});

it('the metrics have the seconds by which a read model is behind', async () => {
  await fallBehind();
  const text = await (await fetch(`${service.url}/metrics`)).text();
  expect(text).toMatch(/^regie_processor_behind_seconds\{processor="mandates.notes",source="log"\} 12(\.\d+)?$/m);
});
