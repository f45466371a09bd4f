import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { type Decider, PersistentMap } from '#kernel';
import { withSnapshots } from './snapshots.js';

const { jest } = import.meta;

const decider: Decider<never, never, unknown> = { initialState: undefined, decide: () => [], evolve: (state) => state };

describe('a snapshot', () => {
  let rules: string;
  const form = () => withSnapshots(decider, pathToFileURL(`${rules}/`)).snapshots;

  beforeEach(async () => {
    rules = await mkdtemp(join(tmpdir(), 'regie-rules-'));
    await writeFile(join(rules, 'register.ts'), 'export const evolve = 1;');
  });
  afterEach(() => rm(rules, { recursive: true }));

  const states = fc.letrec<{ state: unknown }>((tie) => ({
    state: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, 0, 1.5, '', 'leefbaarheid', '2026-09-01'),
      fc.array(tie('state'), { maxLength: 3 }),
      fc.dictionary(
        fc.string({ maxLength: 5 }).filter((key) => !key.startsWith('@') && key !== '__proto__'),
        tie('state'),
        { maxKeys: 3, noNullPrototype: true },
      ),
      fc
        .array(fc.tuple(fc.string({ maxLength: 5 }), tie('state')), { maxLength: 3 })
        .map((entries) => new Map(entries)),
      fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }).map((members) => new Set(members)),
      fc
        .array(fc.tuple(fc.string({ maxLength: 5 }), tie('state')), { maxLength: 3 })
        .map((entries) => new PersistentMap(entries)),
    ),
  })).state;
  /** Makes states comparable: a PersistentMap hides its entries. */
  const open = (value: unknown): unknown => {
    if (value instanceof PersistentMap) return { persistent: [...value].map(open) };
    if (value instanceof Map) return new Map([...value].map(([key, part]) => [key, open(part)]));
    if (Array.isArray(value)) return value.map(open);
    return value instanceof Object && !(value instanceof Set)
      ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, open(part)]))
      : value;
  };

  it('restores the state that it was made of', () => {
    const { toBytes, fromBytes } = form();
    fc.assert(fc.property(states, (state) => expect(open(fromBytes(toBytes(state)))).toEqual(open(state))));
  });

  it('parses an entry of a register when it is read, and notices damage before that', () => {
    const { toBytes, fromBytes } = form();
    const bytes = toBytes({
      mandates: new PersistentMap(Array.from({ length: 1_000 }, (_, n) => [`m${n}`, { n }] as const)),
    });
    const { mandates } = fromBytes(bytes) as { mandates: PersistentMap<string, { n: number }> };
    const parse = jest.spyOn(JSON, 'parse');
    expect([mandates.get('m7'), mandates.with('m8', { n: 0 }).get('m7'), mandates.get('m7')]).toEqual([
      { n: 7 },
      { n: 7 },
      { n: 7 },
    ]);
    expect(mandates.has('m9')).toBe(true);
    expect(parse).toHaveBeenCalledTimes(1);
    parse.mockRestore();
    for (let at = 0; at < bytes.length; at += 50) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 1;
      expect(() => fromBytes(damaged)).toThrow();
    }
  });

  it('has another version when a rule changes or is added, and the same one when a spec does', async () => {
    const before = form().version;
    expect(form().version).toBe(before);
    await writeFile(join(rules, 'register.spec.ts'), 'it');
    expect(form().version).toBe(before);
    await writeFile(join(rules, 'register.ts'), 'export const evolve = 2;');
    const changed = form().version;
    await writeFile(join(rules, 'another.ts'), '');
    expect(new Set([before, changed, form().version]).size).toBe(3);
  });

  it('has a version that fits into a column of PostgreSQL', () => {
    const { version } = form();
    expect(Number.isSafeInteger(version) && version >= 0 && version < 2 ** 31).toBe(true);
  });
});
